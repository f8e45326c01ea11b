'use client'
import { useState } from 'react'
import { Choice } from '../../../../ui/choice'
import { dialectName, dialects } from '../../sessions/dialect-names'

const known = dialects.map(([id]) => id).filter((id) => id !== 'tessera')

interface DialectChoiceProps {
  chosen: readonly string[] | null
  confidential: boolean
  fault?: string | undefined
}

/** Which of the documented wire formats a client's sessions may use: all, or those that are ticked. */
export function DialectChoice({ chosen, confidential, fault }: DialectChoiceProps) {
  // One that only this server speaks stays where it is ticked.
  const offered = [...new Set([...known, ...(chosen ?? [])])]
  const [all, choose] = useState(chosen === null)
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 text-table font-medium">Formats beside /v1 and /oauth</legend>
      <label className="flex items-center gap-2">
        <input type="radio" name="dialects_all" value="all" checked={all} onChange={() => choose(true)} className={look} />
        All, those to come included
      </label>
      <label className="flex items-center gap-2">
        <input type="radio" name="dialects_all" value="" checked={!all} onChange={() => choose(false)} className={look} />
        Only these
      </label>
      {!all && (
        <div className="pl-6">
          <Choice
            legend="These formats"
            name="dialects"
            type="checkbox"
            chosen={chosen ?? []}
            options={offered.map((value) => ({ value, name: dialectName(value) }))}
            fault={fault}
          />
        </div>
      )}
      {confidential && (
        <p className="text-table text-quiet">
          Sessions of a confidential client refresh in none of them: no format has room for its secret.
        </p>
      )}
      {all && fault && <p className="text-table text-reuse">{fault}</p>}
    </fieldset>
  )
}

const look = 'size-4 shrink-0 accent-accent'
