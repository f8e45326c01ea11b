'use client'
import type { SigningKey } from '@tessera/contract'
import { Button } from '../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { FormWords, SubmitButton, TextField } from '../../../ui/form-parts'
import { useDialogForm } from '../../../ui/use-dialog-form'
import { shortKid } from './key-words'
import { withdrawKey } from './withdraw'

/** The question before a key is withdrawn. */
export function WithdrawDialog({ signingKey, onClose }: { signingKey: SigningKey | null; onClose: () => void }) {
  return (
    <Dialog open={signingKey !== null} onOpenChange={(open) => !open && onClose()}>
      {signingKey && <Question signingKey={signingKey} onDone={onClose} />}
    </Dialog>
  )
}

function Question({ signingKey: { kid, state }, onDone }: { signingKey: SigningKey; onDone: () => void }) {
  const { refusal, pending, given } = useDialogForm(withdrawKey, onDone)
  return (
    <DialogPanel
      title="Withdraw this signing key?"
      description={
        state === 'next'
          ? 'It leaves JWKS for good and never signs. The key that signs now goes on.'
          : 'For a key that leaked. It leaves JWKS for good, and every access token under it is refused: here at once, elsewhere when JWKS is fetched again. Nobody is signed out: clients refresh.'
      }
    >
      <form {...given} className="mt-4 grid gap-4">
        <input type="hidden" name="kid" value={kid} />
        <TextField
          label={`To be sure, type ${shortKid(kid)}`}
          name="typed"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          fault={refusal.faults?.['typed']}
        />
        <FormWords state={refusal} />
        <div className="flex flex-wrap justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working="Withdrawing…">
            Withdraw key
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}
