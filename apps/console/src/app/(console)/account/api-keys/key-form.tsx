'use client'
import type { ApiKeyScope } from '@tessera/contract'
import { useId, useState } from 'react'
import { Button } from '../../../../ui/button'
import { CopyButton } from '../../../../ui/copy-button'
import { controlLook, Field } from '../../../../ui/field'
import { FormWords, Outcome, SubmitButton, TextField } from '../../../../ui/form-parts'
import { useForm } from '../../../../ui/use-form'
import { formWidth } from '../section'
import { createKey, type KeyState } from './create-key'

const first: KeyState = {}

const uses: readonly { scope: ApiKeyScope; words: string; forRoles: boolean }[] = [
  { scope: 'tokens', words: 'Log users in and refresh, in the wire format that asks for a key', forRoles: false },
  { scope: 'introspect', words: 'Introspect tokens', forRoles: false },
  { scope: 'sessions:read', words: 'Read sessions, as your role allows', forRoles: true },
  { scope: 'sessions:revoke', words: 'Revoke sessions, as your role allows', forRoles: true },
]

const day = 86_400
const lifetimes = [
  { words: '30 days', seconds: 30 * day },
  { words: '90 days', seconds: 90 * day },
  { words: 'One year', seconds: 365 * day },
] as const

/** Makes a key, and shows it this once. */
export function KeyForm({ hasRole }: { hasRole: boolean }) {
  const { state, pending, given } = useForm(createKey, first)
  const [kept, keep] = useState<KeyState | null>(null)
  const { faults = {}, made } = state

  if (made && state !== kept) {
    return (
      <Outcome title={`Keep the key of ${made.name}`}>
        <p>It is shown this once, and stored nowhere: Tessera keeps only what it takes to recognise it.</p>
        <p className="flex max-w-full items-center gap-1 border-l-2 border-line pl-3">
          <code className="min-w-0 font-mono text-table text-text">{made.key}</code>
          <CopyButton text={made.key} what="API key" />
        </p>
        <Button look="primary" onClick={() => keep(state)}>
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
      <Uses hasRole={hasRole} chosen={state.scopes ?? []} fault={faults.scopes} />
      <Field label="Expires" fault={faults.expires_in}>
        {(control) => (
          <select {...control} name="expires_in" defaultValue={state.expiresIn ?? String(90 * day)} className={`${controlLook} h-9`}>
            {lifetimes.map(({ words, seconds }) => (
              <option key={seconds} value={seconds}>
                in {words.toLowerCase()}
              </option>
            ))}
            <option value="">never</option>
          </select>
        )}
      </Field>
      <FormWords state={state} />
      <SubmitButton pending={pending} className="justify-self-start">
        Create API key
      </SubmitButton>
    </form>
  )
}

function Uses({ hasRole, chosen, fault }: { hasRole: boolean; chosen: readonly string[]; fault: string | undefined }) {
  const id = useId()
  return (
    <fieldset aria-describedby={fault && id} className="grid gap-1.5">
      <legend className="mb-1 text-table font-medium">What it may be used for</legend>
      {uses
        .filter(({ forRoles }) => hasRole || !forRoles)
        .map(({ scope, words }) => (
          <label key={scope} className="flex items-start gap-2">
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={chosen.includes(scope)}
              aria-invalid={fault ? true : undefined}
              className="mt-1 size-4 shrink-0 accent-accent"
            />
            <span>
              {words} <code className="font-mono text-table text-faint">{scope}</code>
            </span>
          </label>
        ))}
      {fault && (
        <p id={id} className="text-table text-reuse">
          {fault}
        </p>
      )}
    </fieldset>
  )
}
