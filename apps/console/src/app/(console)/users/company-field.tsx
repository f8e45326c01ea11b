'use client'
import { useId } from 'react'
import { controlLook, Field } from '../../../ui/field'
import type { Companies } from './companies'

interface CompanyFieldProps {
  companies: Companies
  chosen: number | null
  /** What no choice means, where none is needed. */
  none?: string
  hint?: string
  fault?: string | undefined
}

/** A company by its name; by its id, with names beside it, where there are too many for a list. */
export function CompanyField({ companies: { items, all }, chosen, none, hint, fault }: CompanyFieldProps) {
  const list = useId()
  if (!all) {
    return (
      <Field label="Company id" hint={hint} fault={fault}>
        {(given) => (
          <>
            <input
              {...given}
              name="company_id"
              inputMode="numeric"
              autoComplete="off"
              maxLength={10}
              list={list}
              defaultValue={chosen ?? ''}
              className={`${controlLook} h-9 font-mono`}
            />
            <datalist id={list}>
              {items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
    )
  }
  const known = chosen === null || items.some(({ id }) => id === chosen)
  return (
    <Field label="Company" hint={hint} fault={fault}>
      {(given) => (
        <select {...given} name="company_id" defaultValue={chosen ?? ''} className={`${controlLook} h-9`}>
          {none !== undefined && <option value="">{none}</option>}
          {!known && <option value={chosen}>Company {chosen}</option>}
          {items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function companyName({ items }: Companies, id: number): string {
  return items.find((company) => company.id === id)?.name ?? String(id)
}
