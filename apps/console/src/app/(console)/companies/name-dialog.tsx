'use client'
import type { Company } from '@tessera/contract'
import { Button } from '../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { FormWords, SubmitButton, TextField } from '../../../ui/form-parts'
import { useDialogForm } from '../../../ui/use-dialog-form'
import { saveCompany } from './save-company'

interface NameDialogProps {
  /** The one to rename; null for a new one. */
  company: Company | null
  open: boolean
  onClose: () => void
}

/** Asks for a company's name: of a new one, or another of one that is there. */
export function NameDialog({ company, open, onClose }: NameDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(still) => !still && onClose()}>
      {open && <Name company={company} onDone={onClose} />}
    </Dialog>
  )
}

function Name({ company, onDone }: { company: Company | null; onDone: () => void }) {
  const { refusal, pending, given } = useDialogForm(saveCompany, onDone)
  return (
    <DialogPanel
      title={company ? 'Rename company' : 'Create company'}
      description={
        company ? `Its id stays ${company.id}, and so does all that belongs to it.` : 'Its users see each other, and nobody else.'
      }
    >
      <form {...given} className="mt-4 grid gap-4">
        {company && <input type="hidden" name="id" value={company.id} />}
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          dir="auto"
          maxLength={200}
          defaultValue={company?.name ?? ''}
          fault={refusal.faults?.['name']}
        />
        <FormWords state={refusal} />
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working="Saving…">
            {company ? 'Rename company' : 'Create company'}
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}
