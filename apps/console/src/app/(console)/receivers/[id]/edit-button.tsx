'use client'
import type { Receiver } from '@tessera/contract'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../../ui/dialog'
import { FormWords, SubmitButton, TextField } from '../../../../ui/form-parts'
import { useAtOpening } from '../../../../ui/use-at-opening'
import { useDialogForm } from '../../../../ui/use-dialog-form'
import { ReceiverFields } from '../receiver-fields'
import { changeReceiver } from './change-receiver'
import { seenOf } from './changes'

export function EditButton(props: { receiver: Receiver; kinds: readonly string[] }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil />
        Edit receiver
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && <EditDialog {...props} onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function EditDialog({ receiver: now, kinds, onDone }: { receiver: Receiver; kinds: readonly string[]; onDone: () => void }) {
  const receiver = useAtOpening(now)
  const { refusal, pending, given } = useDialogForm(changeReceiver, onDone)
  const { faults = {} } = refusal
  return (
    <DialogPanel title={`Edit ${receiver.name}`} className="top-8">
      <form {...given} className="mt-4 grid gap-4">
        <input type="hidden" name="id" value={receiver.id} />
        <input type="hidden" name="form" value={receiver.form} />
        <input type="hidden" name="seen" value={JSON.stringify(seenOf(receiver))} />
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          dir="auto"
          maxLength={100}
          defaultValue={receiver.name}
          fault={faults['name']}
        />
        <ReceiverFields form={receiver.form} receiver={receiver} kinds={kinds} faults={faults} />
        <FormWords state={refusal} />
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working="Saving…">
            Save changes
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}
