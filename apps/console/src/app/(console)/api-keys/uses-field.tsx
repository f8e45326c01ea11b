'use client'
import type { Role } from '@tessera/contract'
import { useId } from 'react'
import { uses } from './key-words'

/** What a new key may be used for. @param roles of whoever makes it */
export function UsesField({ roles, chosen, fault }: { roles: readonly Role[]; chosen: readonly string[]; fault: string | undefined }) {
  const id = useId()
  return (
    <fieldset aria-describedby={fault && id} className="grid gap-1.5">
      <legend className="mb-1 text-table font-medium">What it may be used for</legend>
      {uses
        .filter((use) => use.roles === null || use.roles.some((role) => roles.includes(role)))
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
