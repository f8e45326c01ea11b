'use client'
import type { AdminSession, EndReason } from '@tessera/contract'
import { textIn } from '../../../api/form-text'
import { Button } from '../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { controlLook, Field } from '../../../ui/field'
import { FormWords, SubmitButton } from '../../../ui/form-parts'
import { exactTime } from '../../../ui/time-words'
import { useDialogForm, type Answered } from '../../../ui/use-dialog-form'
import { personTitle } from '../users/user-words'
import { deviceWords } from './device'
import { revokeSession, type Revoked } from './revoke'
import { reasonWords } from './state'

export type Revocable = Pick<AdminSession, 'id' | 'current' | 'device'> & { user: { email: string | null } }

/** Asks before a session is ended, and for the reason. `session` stays while the dialog closes. */
export function RevokeDialog({ session, onClose }: { session: Revocable | null; onClose: () => void }) {
  return (
    <Dialog open={session !== null} onOpenChange={(open) => !open && onClose()}>
      {session && <RevokeQuestion session={session} onClose={onClose} />}
    </Dialog>
  )
}

function RevokeQuestion({ session, onClose }: { session: Revocable; onClose: () => void }) {
  const { id, user, device, current } = session
  const { refusal, pending, given } = useDialogForm(revoke, onClose)

  async function revoke(form: FormData): Promise<Answered> {
    const revoked = await revokeSession(id, textIn(form, 'reason'))
    switch (revoked.outcome) {
      case 'refused':
        return revoked.refusal
      case 'already':
        return { told: { title: 'This session had ended before', detail: endedBefore(revoked) } }
      case 'revoked': {
        const detail = `${personTitle(user)} is signed out on ${deviceWords(device, 'an unknown device')}.`
        return { told: { title: 'Session revoked', detail } }
      }
    }
  }

  return (
    <DialogPanel
      title={current ? 'Revoke your own session?' : 'Revoke this session?'}
      description={
        current ? (
          'This is the session you are using now. Revoking it signs you out here at once, and you land on the sign-in page.'
        ) : (
          <>
            Ends this session. <bdi className="font-medium text-text">{personTitle(user)}</bdi> is signed out on{' '}
            <bdi>{deviceWords(device, 'an unknown device')}</bdi> at once.
          </>
        )
      }
    >
      <form {...given} className="mt-4 grid gap-4">
        <Field label="Reason (optional)" hint="Kept in the session’s history, for whoever looks into it later.">
          {(given) => <textarea {...given} name="reason" rows={3} maxLength={500} className={`${controlLook} resize-y py-1.5`} />}
        </Field>
        <FormWords state={refusal} />
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working="Revoking…">
            Revoke session
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}

function endedBefore({ by, reason, at }: Extract<Revoked, { outcome: 'already' }>): string {
  const why = reason === null ? 'It had reached its time limit' : reasonWords[reason as EndReason]
  return `${why}${by === null ? '' : ` (${by})`}${at === null ? '' : `, ${exactTime(Date.parse(at), undefined, true)}`}. Nothing was changed.`
}
