'use client'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button'
import { Choice } from '../../../ui/choice'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { FormWords, SubmitButton } from '../../../ui/form-parts'
import { useDialogForm } from '../../../ui/use-dialog-form'
import { rotateKey } from './rotate'

/** The one main action of the page. @param waits whether a next key is there already */
export function RotateButton({ waits }: { waits: boolean }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look={waits ? 'plain' : 'primary'} onClick={() => setOpen(true)}>
        <RefreshCw />
        {waits ? 'Sign with the next key now' : 'Rotate key'}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && <Question waits={waits} onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

/** Keeps its place until it is known whether a next key waits: what stands beside it does not move. */
export function RotateButtonToCome() {
  return (
    <Button look="primary" className="invisible">
      <RefreshCw />
      Rotate key
    </Button>
  )
}

const risk =
  'A verifier with an older copy of JWKS refuses tokens until it looks again: ten seconds with ours, ten minutes where a cache stands between.'

function Question({ waits, onDone }: { waits: boolean; onDone: () => void }) {
  const { refusal, pending, given } = useDialogForm(rotateKey, onDone)
  return (
    <DialogPanel
      title={waits ? 'Sign with the next key now?' : 'Rotate the signing key?'}
      description={
        waits
          ? `The key that waits takes over at once. ${risk}`
          : 'Access tokens are signed with a new key. Those that are out stay good, and nobody is signed out.'
      }
    >
      <form {...given} className="mt-4 grid gap-4">
        {waits ? (
          <input type="hidden" name="when" value="at_once" />
        ) : (
          <Choice
            legend="When it takes over"
            name="when"
            type="radio"
            chosen={['known']}
            options={[
              { value: 'known', name: 'When every verifier can know it', may: 'in 15 minutes; nothing is refused' },
              { value: 'at_once', name: 'At once', may: `for a key that leaked. ${risk}` },
            ]}
          />
        )}
        <FormWords state={refusal} />
        <div className="flex flex-wrap justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working="Rotating…">
            {waits ? 'Sign with it now' : 'Rotate key'}
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}
