'use client'
import { useId } from 'react'

interface Option {
  readonly value: string
  readonly name: string
  /** What it means, where the name does not say. */
  readonly may?: string
}

interface ChoiceProps {
  legend: string
  name: string
  /** `checkbox`: any of them; `radio`: one. */
  type: 'checkbox' | 'radio'
  options: readonly Option[]
  chosen: readonly string[]
  hint?: string
  fault?: string | undefined
}

/** A few options with what each means. */
export function Choice({ legend, name, type, options, chosen, hint, fault }: ChoiceProps) {
  const id = useId()
  const about = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ')
  return (
    <fieldset aria-describedby={about || undefined} className="grid gap-1.5">
      <legend className="mb-1 text-table font-medium">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className="flex items-start gap-2">
          <input
            type={type}
            name={name}
            value={option.value}
            defaultChecked={chosen.includes(option.value)}
            aria-invalid={fault ? true : undefined}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span>
            {option.name} {option.may && <span className="text-table text-faint">{option.may}</span>}
          </span>
        </label>
      ))}
      {hint && (
        <p id={`${id}-hint`} className="text-small text-faint">
          {hint}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} className="text-table text-reuse">
          {fault}
        </p>
      )}
    </fieldset>
  )
}
