'use client'
import type { Role } from '@tessera/contract'
import { useId } from 'react'
import { roleWords } from './user-words'

/** Which of the roles a user has; those that the reader may not give are not there. */
export function RoleChoice(props: { offered: readonly Role[]; chosen: readonly Role[]; fault?: string | undefined }) {
  const { offered, chosen, fault } = props
  const id = useId()
  return (
    <fieldset aria-describedby={fault && id} className="grid gap-1.5">
      <legend className="mb-1 text-table font-medium">Roles</legend>
      {offered.map((role) => (
        <label key={role} className="flex items-start gap-2">
          <input
            type="checkbox"
            name="roles"
            value={role}
            defaultChecked={chosen.includes(role)}
            aria-invalid={fault ? true : undefined}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span>
            {roleWords[role].name} <span className="text-table text-faint">{roleWords[role].may}</span>
          </span>
        </label>
      ))}
      <p className="text-small text-faint">Without a role, people look after their own account and nothing else.</p>
      {fault && (
        <p id={id} className="text-table text-reuse">
          {fault}
        </p>
      )}
    </fieldset>
  )
}
