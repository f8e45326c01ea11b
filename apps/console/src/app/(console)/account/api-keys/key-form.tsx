'use client'
import type { Role } from '@tessera/contract'
import { useRouter } from 'next/navigation'
import { startTransition, useState } from 'react'
import { Button } from '../../../../ui/button'
import { CopyButton } from '../../../../ui/copy-button'
import { FormWords, Outcome, SubmitButton, TextField } from '../../../../ui/form-parts'
import { useForm } from '../../../../ui/use-form'
import { LifetimeField } from '../../api-keys/lifetime-field'
import { UsesField } from '../../api-keys/uses-field'
import { formWidth } from '../section'
import { createKey, type KeyState } from './create-key'

const first: KeyState = {}

/** Makes a key, and shows it this once. */
export function KeyForm({ roles }: { roles: readonly Role[] }) {
  const { state, pending, given } = useForm(createKey, first)
  const [kept, keep] = useState<KeyState | null>(null)
  const router = useRouter()
  const { faults = {}, made } = state

  if (made && state !== kept) {
    return (
      <Outcome title={`Keep the key of ${made.name}`}>
        <p>It is shown this once, and stored nowhere: Tessera keeps only what it takes to recognise it.</p>
        <p className="flex max-w-full items-center gap-1 border-l-2 border-line pl-3">
          <code className="min-w-0 font-mono text-table text-text">{made.key}</code>
          <CopyButton text={made.key} what="API key" />
        </p>
        <Button
          look="primary"
          onClick={() =>
            startTransition(() => {
              router.refresh()
              keep(state)
            })
          }
        >
          I have kept it
        </Button>
      </Outcome>
    )
  }
  return (
    <form {...given} className={formWidth}>
      <TextField
        label="Name"
        name="name"
        autoComplete="off"
        dir="auto"
        hint="What it is for, such as “Nightly report”."
        defaultValue={state.name}
        fault={faults.name}
        data-again
      />
      <UsesField roles={roles} chosen={state.scopes ?? []} fault={faults.scopes} />
      <LifetimeField chosen={state.expiresIn} fault={faults.expires_in} />
      <FormWords state={state} />
      <SubmitButton pending={pending} className="justify-self-start">
        Create API key
      </SubmitButton>
    </form>
  )
}
