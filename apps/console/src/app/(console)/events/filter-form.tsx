'use client'
import { eventKinds } from '@tessera/contract'
import { kindWords } from '../../../events/event-words'
import { FilterPopover, typedIn } from '../../../lists/filter-popover'
import type { Narrow } from '../../../lists/use-search'
import { controlLook, Field } from '../../../ui/field'
import { timeIn, wallClock } from '../sessions/day'
import type { Companies } from '../users/companies'
import { CompanyField } from '../users/company-field'
import type { Search } from './search-params'

const sorted = [...eventKinds].sort((one, other) => kindWords[one].localeCompare(kindWords[other], 'en'))

const texts = [
  { name: 'user_id', label: 'About the user with the id' },
  { name: 'by', label: 'By the user with the id' },
  { name: 'session_id', label: 'Session id' },
  { name: 'client_id', label: 'Client id' },
  { name: 'ip', label: 'IP address or network' },
] as const

const times = [
  { name: 'after_time', label: 'Since' },
  { name: 'before_time', label: 'Before' },
] as const

/** @param companies null for readers who see one company alone */
export function FilterForm(props: { search: Search; narrow: Narrow<Search>; companies: Companies | null }) {
  const { search, narrow, companies } = props

  function apply(form: FormData): void {
    const company = Number(typedIn(form, 'company_id'))
    const text = (name: (typeof texts)[number]['name']) => typedIn(form, name)
    const time = (name: (typeof times)[number]['name']) => timeIn(typedIn(form, name), search[name])
    narrow({
      kind: typedIn(form, 'kind'),
      ...{ user_id: text('user_id'), by: text('by'), session_id: text('session_id'), client_id: text('client_id'), ip: text('ip') },
      company_id: Number.isSafeInteger(company) && company > 0 ? company : null,
      after_time: time('after_time'),
      before_time: time('before_time'),
    })
  }

  return (
    <FilterPopover label="Filter events" onApply={apply}>
      <Field label="Event">
        {(given) => (
          <select {...given} name="kind" defaultValue={search.kind ?? ''} className={`${controlLook} h-8`}>
            <option value="">Any</option>
            {sorted.map((kind) => (
              <option key={kind} value={kind}>
                {kindWords[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {texts.map(({ name, label }) => (
        <Field key={name} label={label}>
          {(given) => (
            <input {...given} name={name} maxLength={128} defaultValue={search[name] ?? ''} className={`${controlLook} h-8 font-mono`} />
          )}
        </Field>
      ))}
      {companies && <CompanyField companies={companies} chosen={search.company_id} none="Any" />}
      {times.map(({ name, label }) => (
        <Field key={name} label={label}>
          {(given) => (
            <input {...given} name={name} type="datetime-local" defaultValue={wallClock(search[name])} className={`${controlLook} h-8`} />
          )}
        </Field>
      ))}
    </FilterPopover>
  )
}
