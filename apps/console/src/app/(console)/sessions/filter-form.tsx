'use client'
import { endReasons } from '@tessera/contract'
import { FilterPopover, typedIn } from '../../../lists/filter-popover'
import type { Narrow } from '../../../lists/use-search'
import { controlLook, Field } from '../../../ui/field'
import type { Search } from './search-params'
import { reasonWords } from './state'

export function FilterForm({ search, narrow }: { search: Search; narrow: Narrow<Search> }) {
  function apply(form: FormData): void {
    const time = (name: string) => {
      const typed = typedIn(form, name)
      return typed === null ? null : new Date(typed)
    }
    narrow({
      reason: endReasons.find((reason) => reason === typedIn(form, 'reason')) ?? null,
      client_id: typedIn(form, 'client_id'),
      device: typedIn(form, 'device'),
      started_after: time('started_after'),
      started_before: time('started_before'),
    })
  }

  return (
    <FilterPopover label="Filter sessions" onApply={apply}>
      <Field label="Reason it ended">
        {(given) => (
          <select {...given} name="reason" defaultValue={search.reason ?? ''} className={`${controlLook} h-8`}>
            <option value="">Any</option>
            {endReasons.map((reason) => (
              <option key={reason} value={reason}>
                {reasonWords[reason]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Client id">
        {(given) => (
          <input
            {...given}
            name="client_id"
            maxLength={128}
            defaultValue={search.client_id ?? ''}
            className={`${controlLook} h-8 font-mono`}
          />
        )}
      </Field>
      <Field label="Device" hint="Part of its name or user agent, or its whole id.">
        {(given) => <input {...given} name="device" maxLength={128} defaultValue={search.device ?? ''} className={`${controlLook} h-8`} />}
      </Field>
      <Field label="Started after">
        {(given) => (
          <input
            {...given}
            name="started_after"
            type="datetime-local"
            defaultValue={localTime(search.started_after)}
            className={`${controlLook} h-8`}
          />
        )}
      </Field>
      <Field label="Started before">
        {(given) => (
          <input
            {...given}
            name="started_before"
            type="datetime-local"
            defaultValue={localTime(search.started_before)}
            className={`${controlLook} h-8`}
          />
        )}
      </Field>
    </FilterPopover>
  )
}

/** As a `datetime-local` control takes it: the reader's own wall clock, without a zone. */
function localTime(at: Date | null): string {
  return at === null ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
