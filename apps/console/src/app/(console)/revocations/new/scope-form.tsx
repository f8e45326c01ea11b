'use client'
import { useRouter } from 'next/navigation'
import { useId, useState, type SubmitEvent } from 'react'
import { Button } from '../../../../ui/button'
import { controlLook, Field } from '../../../../ui/field'
import { TextField } from '../../../../ui/form-parts'
import type { Choices } from '../../sessions/choices'
import { CompanyField } from '../../users/company-field'
import type { Scope } from './scopes'

const words: Readonly<Record<Scope, readonly [title: string, meaning: string]>> = {
  user: ['One user', 'signs them out everywhere'],
  company: ['A company', 'everybody who was in it when they signed in'],
  client: ['A client', 'everybody who signed in there'],
  platform: ['The platform', 'everybody, everywhere'],
}

interface ScopeFormProps extends Choices {
  scopes: readonly Scope[]
  companyId: number
  fault: string | null
}

/** Of what everything is to end. Asks only: the next page shows what that would be. */
export function ScopeForm({ scopes, clients, companies, companyId, fault }: ScopeFormProps) {
  const router = useRouter()
  const [scope, choose] = useState<Scope>(scopes[0] ?? 'user')
  const list = useId()

  function go(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const of = String(form.get(scope === 'company' ? 'company_id' : 'of') ?? '').trim()
    if (scope !== 'platform' && of === '')
      return event.currentTarget.querySelector<HTMLElement>('[data-of] input, [data-of] select')?.focus()
    router.push(`/revocations/new?${new URLSearchParams({ everything: scope, ...(scope !== 'platform' && { of }) })}`)
  }

  return (
    <form onSubmit={go} className="grid justify-items-start gap-4">
      <p className="text-quiet">
        Ends every session of a scope by one write, whatever their number. You see first how many that is, and nothing ends before you say
        so.
      </p>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 text-table font-medium">Everything of</legend>
        {scopes.map((each) => (
          <label key={each} className="flex items-baseline gap-2">
            <input
              type="radio"
              name="everything"
              value={each}
              checked={scope === each}
              onChange={() => choose(each)}
              className="size-4 shrink-0 translate-y-0.5 accent-accent"
            />
            <span>
              {words[each][0]} <span className="text-table text-faint">{words[each][1]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div data-of className="w-full max-w-sm">
        {scope === 'user' && (
          <TextField label="E-mail or id" name="of" dir="auto" autoComplete="off" spellCheck={false} fault={fault ?? undefined} />
        )}
        {scope === 'company' &&
          (companies ? (
            <CompanyField companies={companies} chosen={companyId} />
          ) : (
            <>
              <p>Your company: everybody in it, you included.</p>
              <input type="hidden" name="company_id" value={companyId} />
            </>
          ))}
        {scope === 'client' && (
          <Field label="Client">
            {(given) => (
              <>
                <input {...given} name="of" list={list} autoComplete="off" spellCheck={false} className={`${controlLook} h-9`} />
                <datalist id={list}>
                  {clients.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </datalist>
              </>
            )}
          </Field>
        )}
      </div>
      <Button type="submit" look="primary">
        Show what would end
      </Button>
    </form>
  )
}
