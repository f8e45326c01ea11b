'use client'
import { apiKeyStates } from '@tessera/contract'
import { FilterPopover, typedIn } from '../../../lists/filter-popover'
import type { Narrow } from '../../../lists/use-search'
import { controlLook, Field } from '../../../ui/field'
import { useTell } from '../../../ui/toast'
import type { Companies } from '../users/companies'
import { visiblePart } from '../../../security/pasted-secret'
import { CompanyField } from '../users/company-field'
import { findUser } from './find-user'
import { stateWords } from './key-words'
import type { Search } from './search-params'

interface FilterFormProps {
  search: Search
  narrow: Narrow<Search>
  /** Null for readers who see one company alone. */
  companies: Companies | null
  /** The e-mail of the user in the search, where it is known. */
  user: string | null
}

export function FilterForm({ search, narrow, companies, user }: FilterFormProps) {
  const tell = useTell()

  function apply(form: FormData): void {
    const company = Number(typedIn(form, 'company_id'))
    const pasted = typedIn(form, 'prefix')
    const prefix = pasted && visiblePart(pasted)
    if (pasted && !prefix) tell('No key is looked for', 'An API key begins with tessera_ak_ and ten letters or digits.')
    const change = {
      prefix,
      state: apiKeyStates.find((state) => state === typedIn(form, 'state')) ?? null,
      company_id: Number.isSafeInteger(company) && company > 0 ? company : null,
    }
    const named = typedIn(form, 'user')
    if (named === null || named === user || named === search.user_id) {
      return narrow({ ...change, user_id: named === null ? null : search.user_id })
    }
    void findUser(named)
      .catch(() => ({ ok: false, fault: 'The console did not answer. Try again in a moment.' }) as const)
      .then((found) => {
        if (!found.ok) tell('Nobody was found', `${found.fault} The list is not narrowed to a user.`)
        narrow({ ...change, user_id: found.ok ? found.id : null })
      })
  }

  return (
    <FilterPopover label="Filter API keys" onApply={apply}>
      <Field label="State">
        {(given) => (
          <select {...given} name="state" defaultValue={search.state ?? ''} className={`${controlLook} h-9`}>
            <option value="">Any</option>
            {apiKeyStates.map((state) => (
              <option key={state} value={state}>
                {stateWords[state]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Key" hint="tessera_ak_ and what follows; of a whole key, only its beginning is sent.">
        {(given) => (
          <input
            {...given}
            name="prefix"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            defaultValue={search.prefix ?? ''}
            className={`${controlLook} h-9 font-mono`}
          />
        )}
      </Field>
      <Field label="User" hint="The whole e-mail, or the id.">
        {(given) => (
          <input
            {...given}
            name="user"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            defaultValue={user ?? search.user_id ?? ''}
            className={`${controlLook} h-9`}
          />
        )}
      </Field>
      {companies && <CompanyField companies={companies} chosen={search.company_id} none="Any" />}
    </FilterPopover>
  )
}
