'use client'
import type { Client } from '@tessera/contract'
import { Timer } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../../ui/dialog'
import { DurationField } from '../../../../ui/duration-field'
import { FormWords, SubmitButton } from '../../../../ui/form-parts'
import { useAtOpening } from '../../../../ui/use-at-opening'
import { useDialogForm } from '../../../../ui/use-dialog-form'
import { changeLifetimes } from './change-client'
import { lifetimes, lifetimesIn, lifetimesOf } from './lifetimes'
import { Preview, usePreview } from './preview'

export function LifetimesButton({ client }: { client: Client }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Timer />
        Edit lifetimes
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && <LifetimesDialog client={client} onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function LifetimesDialog({ client: now, onDone }: { client: Client; onDone: () => void }) {
  const client = useAtOpening(now)
  const { refusal, pending, given } = useDialogForm(changeLifetimes, onDone)
  const { preview, look } = usePreview(client)
  const { faults = {} } = refusal
  return (
    <DialogPanel
      title={`Lifetimes of ${client.name}`}
      description="A shorter one also holds for the sessions there are, at once. A longer one holds from their next refresh."
      className="top-8 scroll-pb-36"
    >
      <form {...given} onInput={(event) => look(lifetimesIn(new FormData(event.currentTarget)))} className="mt-4 grid gap-5">
        <input type="hidden" name="id" value={client.client_id} />
        <input type="hidden" name="seen" value={JSON.stringify(lifetimesOf(client))} />
        {lifetimes.map(({ field, label, hint }) => (
          <DurationField
            key={field}
            name={field}
            label={label}
            hint={hint}
            chosen={client[field]}
            platform={client.defaults[field]}
            fault={faults[field]}
          />
        ))}
        {/* In sight while a field above is typed into. */}
        <div className="sticky -bottom-5 -mx-5 -mb-5 grid gap-3 border-t border-line bg-surface px-5 py-3">
          <Preview preview={preview} />
          <FormWords state={refusal} />
          <div className="flex justify-end gap-2">
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <SubmitButton pending={pending} working="Saving…">
              Save lifetimes
            </SubmitButton>
          </div>
        </div>
      </form>
    </DialogPanel>
  )
}
