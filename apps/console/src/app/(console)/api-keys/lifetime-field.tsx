'use client'
import { controlLook, Field } from '../../../ui/field'
import { keyLifetimes } from './key-words'

/** When a new key stops working by itself. */
export function LifetimeField({ chosen, fault }: { chosen?: string | undefined; fault?: string | undefined }) {
  return (
    <Field label="Expires" fault={fault}>
      {(control) => (
        <select {...control} name="expires_in" defaultValue={chosen ?? String(keyLifetimes[1].seconds)} className={`${controlLook} h-9`}>
          {keyLifetimes.map(({ words, seconds }) => (
            <option key={seconds} value={seconds}>
              {words}
            </option>
          ))}
          <option value="">never</option>
        </select>
      )}
    </Field>
  )
}
