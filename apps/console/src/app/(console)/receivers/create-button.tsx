'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button'
import { Choice } from '../../../ui/choice'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { FormWords, SubmitButton, TextField } from '../../../ui/form-parts'
import { ShownOnce, useSecret, useSecretForm, type Secret } from '../../../ui/shown-once'
import type { Companies } from '../users/companies'
import { CompanyField } from '../users/company-field'
import { createReceiver } from './create-receiver'
import { ReceiverFields } from './receiver-fields'
import { everybodys, forms, formWords, type Form } from './receiver-words'

interface CreateProps {
  /** Null for whoever registers for one company alone. */
  companies: Companies | null
  kinds: readonly string[]
}

/** The one main action of the page. */
export function CreateButton(props: CreateProps) {
  const [open, setOpen] = useState(false)
  const { secret, show, forget } = useSecret()
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus />
        Create receiver
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && (
          <CreateDialog
            {...props}
            onDone={() => setOpen(false)}
            onSecret={(made) => {
              setOpen(false)
              show(made)
            }}
          />
        )}
      </Dialog>
      <ShownOnce secret={secret} onKept={forget} />
    </>
  )
}

function CreateDialog({ companies, kinds, onDone, onSecret }: CreateProps & { onDone: () => void; onSecret: (secret: Secret) => void }) {
  const { refusal, pending, given } = useSecretForm(createReceiver, onSecret, onDone)
  const [form, choose] = useState<Form>('webhook')
  const { faults = {} } = refusal
  return (
    <DialogPanel title="Create receiver" description="It is told what happens from now on, and nothing of before." className="top-8">
      <form
        {...given}
        onChange={(event) => {
          const how = new FormData(event.currentTarget).get('form')
          choose(forms.find((each) => each === how) ?? form)
        }}
        className="mt-4 grid gap-4"
      >
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          dir="auto"
          maxLength={100}
          hint="Who is told, such as “Orders”."
          fault={faults['name']}
        />
        <Choice
          legend="Told by"
          name="form"
          type="radio"
          chosen={['webhook']}
          options={forms.map((value) => ({ value, ...formWords[value] }))}
          fault={faults['form']}
        />
        {companies && (
          <CompanyField
            companies={companies}
            chosen={null}
            none={everybodys}
            hint="Whose sessions and users it is told of."
            fault={faults['company_id']}
          />
        )}
        <ReceiverFields key={form} form={form} receiver={null} kinds={kinds} faults={faults} />
        <FormWords state={refusal} />
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working="Creating…">
            Create receiver
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}
