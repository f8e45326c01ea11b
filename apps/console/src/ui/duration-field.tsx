'use client'
import { useId, useState } from 'react'
import { durationUnits, durationWords, splitDuration, type DurationUnit } from './duration'
import { classNames } from './class-names'
import { controlLook } from './field'

interface DurationFieldProps {
  label: string
  /** The field of the contract; `durationIn` reads it. */
  name: string
  /** In seconds; null: the platform's. */
  chosen: number | null
  platform: number
  hint: string
  fault?: string | undefined
}

/** A lifetime as people say it: a number and a unit, or the platform's own. */
export function DurationField({ label, name, chosen, platform, hint, fault }: DurationFieldProps) {
  const id = useId()
  const [own, choose] = useState(chosen !== null)
  const { amount, unit } = splitDuration(chosen ?? platform)
  const about = `${id}-hint${fault ? ` ${id}-fault` : ''}`
  return (
    <fieldset className="grid gap-1.5" aria-describedby={about}>
      <legend className="mb-1 text-table font-medium">{label}</legend>
      <label className="flex items-center gap-2">
        <input type="radio" name={`${name}_own`} value="" checked={!own} onChange={() => choose(false)} className={radioLook} />
        <span>The platform’s: {durationWords(platform)}</span>
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-2">
          <input type="radio" name={`${name}_own`} value="own" checked={own} onChange={() => choose(true)} className={radioLook} />
          Its own:
        </label>
        <input
          name={name}
          inputMode="decimal"
          autoComplete="off"
          maxLength={12}
          aria-label={`${label}: amount`}
          aria-invalid={fault ? true : undefined}
          aria-describedby={about}
          defaultValue={amount}
          onInput={() => choose(true)}
          className={classNames(controlLook, 'h-8 w-20')}
        />
        <select
          name={`${name}_unit`}
          aria-label={`${label}: unit`}
          defaultValue={unit}
          onChange={() => choose(true)}
          className={classNames(controlLook, 'h-8 w-28')}
        >
          {(Object.keys(durationUnits) as DurationUnit[]).map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </div>
      <p id={`${id}-hint`} className="text-small text-faint">
        {hint}
      </p>
      {fault && (
        <p id={`${id}-fault`} className="text-table text-reuse">
          {fault}
        </p>
      )}
    </fieldset>
  )
}

const radioLook = 'size-4 shrink-0 accent-accent'
