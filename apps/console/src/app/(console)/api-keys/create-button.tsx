'use client'
import type { Role } from '@tessera/contract'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../ui/dialog'
import { FormWords, SubmitButton, TextField } from '../../../ui/form-parts'
import { ShownOnce, useSecret, useSecretForm, type Secret } from '../../../ui/shown-once'
import { createKeyFor } from './create'
import { LifetimeField } from './lifetime-field'
import { UsesField } from './uses-field'

interface CreateProps {
  /** Whom the new key shall speak for, where the page is about one. */
  user: string | null
  /** Of whoever makes it. */
  roles: readonly Role[]
}

/** The one main action of the page. */
export function CreateButton(props: CreateProps) {
  const [open, setOpen] = useState(false)
  const { secret, show, forget } = useSecret()
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus />
        Create API key
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

function CreateDialog(props: CreateProps & { onDone: () => void; onSecret: (secret: Secret) => void }) {
  const { user, roles, onDone, onSecret } = props
  const { refusal, pending, given } = useSecretForm(createKeyFor, onSecret, onDone)
  const { faults = {} } = refusal
  return (
    <DialogPanel
      title="Create API key"
      description="For a program, which sends it as x-api-key. What it does, is done in its user’s name. Your own keys are in your account."
      className="top-8"
    >
      <form {...given} className="mt-4 grid gap-4">
        <TextField
          label="User"
          name="user_id"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          hint="Whom it speaks for: the whole e-mail, or the id."
          defaultValue={user ?? ''}
          fault={faults['user_id']}
        />
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          dir="auto"
          maxLength={100}
          hint="What it is for, such as “Nightly report”."
          fault={faults['name']}
        />
        <UsesField roles={roles} chosen={[]} fault={faults['scopes']} />
        <LifetimeField fault={faults['expires_in']} />
        <FormWords state={refusal} />
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working="Creating…">
            Create API key
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}
