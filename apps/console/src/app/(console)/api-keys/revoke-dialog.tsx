'use client'
import { personTitle } from '../users/user-words'
import type { ApiKey } from '@tessera/contract'
import { Button } from '../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { FormWords, SubmitButton } from '../../../ui/form-parts'
import { useDialogForm } from '../../../ui/use-dialog-form'
import { revokeKey } from './revoke'

/** The question before a key is revoked. */
export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  return (
    <Dialog open={apiKey !== null} onOpenChange={(open) => !open && onClose()}>
      {apiKey && <Question apiKey={apiKey} onDone={onClose} />}
    </Dialog>
  )
}

function Question({ apiKey, onDone }: { apiKey: ApiKey; onDone: () => void }) {
  const { refusal, pending, given } = useDialogForm(revokeKey, onDone)
  return (
    <DialogPanel
      title="Revoke this API key?"
      description={
        <>
          Every program that sends <bdi className="font-medium text-text">{apiKey.name}</bdi>, which speaks for{' '}
          <bdi>{personTitle(apiKey.user)}</bdi>, is refused from now on. It cannot be undone.
        </>
      }
    >
      <form {...given} className="mt-4 grid gap-4">
        <input type="hidden" name="id" value={apiKey.id} />
        <input type="hidden" name="name" value={apiKey.name} />
        <FormWords state={refusal} />
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working="Revoking…">
            Revoke API key
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}
