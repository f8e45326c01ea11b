'use client'
import type { AdminSession, EndReason } from '@tessera/contract'
import { useState, useTransition, type SubmitEvent } from 'react'
import { Button } from '../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { controlLook, Field } from '../../../ui/field'
import { useTell } from '../../../ui/toast'
import { exactTime } from '../../../ui/time-words'
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
  const tell = useTell()
  const [refused, setRefused] = useState<string | null>(null)
  const [pending, start] = useTransition()

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (pending) return
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '')
    setRefused(null)
    start(async () => {
      const revoked = await revokeSession(id, reason).catch(notHeard)
      if (revoked.outcome === 'refused') return setRefused(revoked.sentence)
      onClose()
      if (revoked.outcome === 'revoked')
        tell('Session revoked', `${personTitle(user)} is signed out on ${deviceWords(device, 'an unknown device')}.`)
      else tell('This session had ended before', endedBefore(revoked))
    })
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
      <form onSubmit={submit} className="mt-4 grid gap-4">
        <Field label="Reason (optional)" hint="Kept in the session’s history, for whoever looks into it later.">
          {(given) => <textarea {...given} name="reason" rows={3} maxLength={500} className={`${controlLook} resize-y py-1.5`} />}
        </Field>
        {refused && (
          <p role="alert" className="text-reuse">
            {refused}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" look="primary" aria-disabled={pending}>
            {pending ? 'Revoking…' : 'Revoke session'}
          </Button>
        </div>
      </form>
    </DialogPanel>
  )
}

/** The console itself did not answer: whether the session was ended is not known. */
function notHeard(): Revoked {
  return {
    outcome: 'refused',
    sentence: 'The console did not answer. It is not known whether the session was revoked; revoking it again does no harm.',
  }
}

function endedBefore({ by, reason, at }: Extract<Revoked, { outcome: 'already' }>): string {
  const why = reason === null ? 'It had reached its time limit' : reasonWords[reason as EndReason]
  return `${why}${by === null ? '' : ` (${by})`}${at === null ? '' : `, ${exactTime(Date.parse(at), undefined, true)}`}. Nothing was changed.`
}
