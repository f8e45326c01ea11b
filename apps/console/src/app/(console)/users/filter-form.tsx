'use client'
import { roles, userStates } from '@tessera/contract'
import { FilterPopover, typedIn } from '../../../lists/filter-popover'
import type { Narrow } from '../../../lists/use-search'
import { controlLook, Field } from '../../../ui/field'
import type { Companies } from './companies'
import { CompanyField } from './company-field'
import type { Search } from './search-params'
import { roleWords, stateWords } from './user-words'

/** @param companies null for readers who see one company alone */
export function FilterForm(props: { search: Search; narrow: Narrow<Search>; companies: Companies | null }) {
  const { search, narrow, companies } = props

  function apply(form: FormData): void {
    const company = Number(typedIn(form, 'company_id'))
    narrow({
      state: userStates.find((state) => state === typedIn(form, 'state')) ?? null,
      role: roles.find((role) => role === typedIn(form, 'role')) ?? null,
      company_id: Number.isSafeInteger(company) && company > 0 ? company : null,
    })
  }

  return (
    <FilterPopover label="Filter users" onApply={apply}>
      <Field label="State">
        {(given) => (
          <select {...given} name="state" defaultValue={search.state ?? ''} className={`${controlLook} h-9`}>
            <option value="">Any but deleted</option>
            {userStates.map((state) => (
              <option key={state} value={state}>
                {stateWords[state]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Role">
        {(given) => (
          <select {...given} name="role" defaultValue={search.role ?? ''} className={`${controlLook} h-9`}>
            <option value="">Any, or none</option>
            {roles.map((role) => (
              <option key={role} value={role}>
                {roleWords[role].name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {companies && <CompanyField companies={companies} chosen={search.company_id} none="Any" />}
    </FilterPopover>
  )
}
