'use client'
import type { Role } from '@tessera/contract'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { EmailField, FormWords, passwordHint, PasswordField, SubmitButton, TextField } from '../../../ui/form-parts'
import { useDialogForm } from '../../../ui/use-dialog-form'
import type { Companies } from './companies'
import { CompanyField } from './company-field'
import { inviteUser } from './invite'
import { RoleChoice } from './role-choice'

interface InviteProps {
  offered: readonly Role[]
  /** Null for whoever sees one company alone: users come into theirs. */
  companies: Companies | null
  /** The company that stands there first. */
  companyId: number
}

/** The one main action of the users page. */
export function InviteButton(props: InviteProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <UserPlus />
        Invite user
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && <InviteDialog {...props} onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function InviteDialog({ offered, companies, companyId, onDone }: InviteProps & { onDone: () => void }) {
  const { refusal, pending, given } = useDialogForm(inviteUser, onDone)
  const [byMail, setByMail] = useState(true)
  const { faults = {} } = refusal
  return (
    <DialogPanel title="Invite user" className="top-8">
      <form {...given} className="mt-4 grid gap-4">
        <EmailField fault={faults.email} maxLength={254} autoComplete="off" />
        <TextField label="Name (optional)" name="name" autoComplete="off" dir="auto" maxLength={200} fault={faults.name} />
        <RoleChoice offered={offered} chosen={[]} fault={faults.roles} />
        {companies && <CompanyField companies={companies} chosen={companyId} fault={faults.company_id} />}
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 text-table font-medium">First password</legend>
          <Way chosen={byMail} onChoose={() => setByMail(true)} value="mail">
            Mail a link, with which they set their own
          </Way>
          <Way chosen={!byMail} onChoose={() => setByMail(false)} value="password">
            Set one here
          </Way>
        </fieldset>
        {!byMail && (
          <PasswordField
            label="Password"
            name="password"
            autoComplete="new-password"
            hint={`${passwordHint} Tell it to them yourself: nothing is mailed.`}
            fault={faults.password}
          />
        )}
        <FormWords state={refusal} />
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working={byMail ? 'Inviting…' : 'Creating…'}>
            {byMail ? 'Send invitation' : 'Create user'}
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}

function Way(props: { value: string; chosen: boolean; onChoose: () => void; children: string }) {
  const { value, chosen, onChoose, children } = props
  return (
    <label className="flex items-start gap-2">
      <input type="radio" name="way" value={value} checked={chosen} onChange={onChoose} className="mt-1 size-4 shrink-0 accent-accent" />
      {children}
    </label>
  )
}
