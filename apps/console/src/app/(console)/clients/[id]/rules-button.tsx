'use client'
import { clientGrants, type Client } from '@tessera/contract'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../ui/button'
import { Choice } from '../../../../ui/choice'
import { Dialog, DialogClose, DialogPanel } from '../../../../ui/dialog'
import { FormWords, SubmitButton, TextField } from '../../../../ui/form-parts'
import { useAtOpening } from '../../../../ui/use-at-opening'
import { useDialogForm } from '../../../../ui/use-dialog-form'
import { grantWords, reuseWords } from '../client-words'
import { changeRules } from './change-client'
import { DialectChoice } from './dialect-choice'
import { rulesOf } from './rules'

export function RulesButton({ client }: { client: Client }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil />
        Edit client
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && <RulesDialog client={client} onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function RulesDialog({ client: now, onDone }: { client: Client; onDone: () => void }) {
  const client = useAtOpening(now)
  const { refusal, pending, given } = useDialogForm(changeRules, onDone)
  const { faults = {} } = refusal
  const { defaults, confidential } = client
  return (
    <DialogPanel title={`Edit ${client.name}`} className="top-8">
      <form {...given} className="mt-4 grid gap-5">
        <input type="hidden" name="id" value={client.client_id} />
        <input type="hidden" name="seen" value={JSON.stringify(rulesOf(client))} />
        <TextField label="Name" name="name" autoComplete="off" dir="auto" maxLength={200} defaultValue={client.name} fault={faults.name} />
        <TextField
          label="Scope"
          name="scope"
          autoComplete="off"
          spellCheck={false}
          maxLength={1000}
          className="font-mono"
          defaultValue={client.scope}
          hint="Words with spaces between. Sessions that start from now on are granted it."
          fault={faults.scope}
        />
        <Choice
          legend="Grants"
          name="grants"
          type="checkbox"
          chosen={client.grants}
          options={clientGrants
            .filter((grant) => confidential || grant !== 'client_credentials')
            .map((grant) => ({ value: grant, ...grantWords[grant] }))}
          fault={faults.grants}
        />
        <TextField
          label="Audience (optional)"
          name="audience"
          autoComplete="off"
          spellCheck={false}
          maxLength={512}
          className="font-mono"
          defaultValue={client.audience ?? ''}
          hint="For whom its access tokens are. Left empty, for the issuer."
          fault={faults.audience}
        />
        <DialectChoice chosen={client.dialects} confidential={confidential} fault={faults.dialects} />
        <Choice
          legend="When a refresh token comes back late"
          name="reuse_policy"
          type="radio"
          chosen={[client.reuse_policy ?? '']}
          options={[
            { value: '', name: 'The platform’s', may: reuseWords[defaults.reuse_policy].name.toLowerCase() },
            { value: 'until_used', ...reuseWords.until_used },
            { value: 'strict', ...reuseWords.strict },
          ]}
          fault={faults.reuse_policy}
        />
        <TextField
          label="Sessions per user (optional)"
          name="sessions_per_user"
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          className="w-24"
          defaultValue={client.sessions_per_user ?? ''}
          hint="At a login beyond it the oldest session of the user here ends. Left empty, any number."
          fault={faults.sessions_per_user}
        />
        <Choice
          legend="DPoP"
          name="dpop_required"
          type="radio"
          chosen={[client.dpop_required ? 'yes' : 'no']}
          options={[
            { value: 'no', name: 'Optional', may: 'a login may bind its session to a key' },
            { value: 'yes', name: 'Required', may: 'every login binds its session to a key' },
          ]}
          fault={faults.dpop_required}
        />
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
