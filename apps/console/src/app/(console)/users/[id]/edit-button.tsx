'use client'
import type { AdminUser, Role } from '@tessera/contract'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../../ui/dialog'
import { FormWords, SubmitButton, TextField } from '../../../../ui/form-parts'
import { useAtOpening } from '../../../../ui/use-at-opening'
import { useDialogForm } from '../../../../ui/use-dialog-form'
import type { Companies } from '../companies'
import { CompanyField } from '../company-field'
import { RoleChoice } from '../role-choice'
import { userTitle } from '../user-words'
import { changeUser } from './change-user'
import { seenOf } from './meanwhile'

interface EditProps {
  user: AdminUser
  offered: readonly Role[]
  /** Null for whoever may not move users. */
  companies: Companies | null
}

export function EditButton(props: EditProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil />
        Edit user
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && <EditDialog {...props} onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function EditDialog({ user: now, offered, companies, onDone }: EditProps & { onDone: () => void }) {
  const user = useAtOpening(now)
  const { refusal, pending, given } = useDialogForm(changeUser, onDone)
  const { faults = {} } = refusal
  return (
    <DialogPanel title={`Edit ${userTitle(user)}`} className="top-8">
      <form {...given} className="mt-4 grid gap-4">
        <input type="hidden" name="id" value={user.id} />
        <input type="hidden" name="seen" value={JSON.stringify(seenOf(user))} />
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          dir="auto"
          maxLength={200}
          defaultValue={user.name ?? ''}
          fault={faults.name}
        />
        <RoleChoice offered={offered} chosen={user.roles} fault={faults.roles} />
        {companies && (
          <CompanyField
            companies={companies}
            chosen={user.company.id}
            hint="Sessions that have started keep the company they started in."
            fault={faults.company_id}
          />
        )}
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
