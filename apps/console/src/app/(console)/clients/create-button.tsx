'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button'
import { Choice } from '../../../ui/choice'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { FormWords, SubmitButton, TextField } from '../../../ui/form-parts'
import { ShownOnce, useSecret, useSecretForm, type Secret } from '../../../ui/shown-once'
import { createClient } from './create-client'

/** The one main action of the clients page. */
export function CreateButton() {
  const [open, setOpen] = useState(false)
  const { secret, show, forget } = useSecret()
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus />
        Create client
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && (
          <CreateDialog
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

function CreateDialog({ onDone, onSecret }: { onDone: () => void; onSecret: (secret: Secret) => void }) {
  const { refusal, pending, given } = useSecretForm(createClient, onSecret, onDone)
  const { faults = {} } = refusal
  return (
    <DialogPanel
      title="Create client"
      description="It begins with the platform’s lifetimes; all but its id and kind can be changed later."
      className="top-8"
    >
      <form {...given} className="mt-4 grid gap-4">
        <TextField label="Name" name="name" autoComplete="off" dir="auto" maxLength={200} fault={faults.name} />
        <TextField
          label="Client id (optional)"
          name="client_id"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          className="font-mono"
          hint="What the application calls itself. Left empty, it is made from the name."
          fault={faults.client_id}
        />
        <Choice
          legend="Kind"
          name="kind"
          type="radio"
          chosen={['public']}
          options={[
            { value: 'public', name: 'Public', may: 'an app on people’s devices, or a page in their browsers: it keeps no secret' },
            { value: 'confidential', name: 'Confidential', may: 'a server: it shows a secret wherever its sessions refresh' },
          ]}
        />
        <TextField
          label="Scope"
          name="scope"
          autoComplete="off"
          spellCheck={false}
          maxLength={1000}
          defaultValue="account"
          className="font-mono"
          hint="Words with spaces between. Calls to one’s own account need the word account."
          fault={faults.scope}
        />
        <FormWords state={refusal} />
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working="Creating…">
            Create client
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}
