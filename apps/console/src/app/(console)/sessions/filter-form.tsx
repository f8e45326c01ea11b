'use client'
import { commonBrowsers, commonSystems, endReasons } from '@tessera/contract'
import { useId, type ReactNode } from 'react'
import { FilterPopover, typedIn } from '../../../lists/filter-popover'
import type { Narrow } from '../../../lists/use-search'
import { controlLook, Field } from '../../../ui/field'
import { CompanyField } from '../users/company-field'
import type { Choices } from './choices'
import { countries, countryName } from './country-names'
import { dayAfter, dayIn, dayOf, timeIn, wallClock } from './day'
import { dialects } from './dialect-names'
import { searchParams, type Search } from './search-params'
import { reasonWords } from './state'

export function FilterForm(props: { search: Search; choices: Choices; narrow: Narrow<Search> }) {
  const { search, choices, narrow } = props

  function apply(form: FormData): void {
    const company = Number(typedIn(form, 'company_id'))
    narrow({
      reason: endReasons.find((reason) => reason === typedIn(form, 'reason')) ?? null,
      client_id: typedIn(form, 'client_id'),
      company_id: Number.isSafeInteger(company) && company > 0 ? company : null,
      ip: typedIn(form, 'ip'),
      country: typedIn(form, 'country'),
      browser: searchParams.browser.parse(typedIn(form, 'browser') ?? '') || null,
      system: searchParams.system.parse(typedIn(form, 'system') ?? '') || null,
      dialect: typedIn(form, 'dialect'),
      device: typedIn(form, 'device'),
      started_after: timeIn(typedIn(form, 'started_after'), search.started_after),
      started_before: timeIn(typedIn(form, 'started_before'), search.started_before),
      seen_after: dayIn(typedIn(form, 'seen_after')),
      seen_before: dayAfter(dayIn(typedIn(form, 'seen_before'))),
      ended_after: timeIn(typedIn(form, 'ended_after'), search.ended_after),
      ended_before: timeIn(typedIn(form, 'ended_before'), search.ended_before),
    })
  }

  return (
    <FilterPopover label="Filter sessions" onApply={apply}>
      <Choice label="Reason it ended" name="reason" chosen={search.reason}>
        {endReasons.map((reason) => (
          <option key={reason} value={reason}>
            {reasonWords[reason]}
          </option>
        ))}
      </Choice>
      <Known
        label="Client"
        name="client_id"
        chosen={search.client_id}
        maxLength={128}
        known={choices.clients.map(({ id, name }) => [id, name])}
      />
      {choices.companies && <CompanyField companies={choices.companies} chosen={search.company_id} none="Any" />}
      <Pair>
        <Known label="Browser" name="browser" chosen={search.browser} known={commonBrowsers.map((name) => [name])} />
        <Known label="System" name="system" chosen={search.system} known={commonSystems.map((name) => [name])} />
      </Pair>
      <Known label="Device" name="device" chosen={search.device} maxLength={128} hint="Part of its name or user agent, or its whole id." />
      <Pair>
        <Choice label="Country at login" name="country" chosen={search.country}>
          {search.country && countryName(search.country) === search.country && <option>{search.country}</option>}
          {countries().map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Choice>
        <Known label="Network at login" name="ip" chosen={search.ip} hint="203.0.113.0/24, or one address." />
      </Pair>
      <Known label="Format at login" name="dialect" chosen={search.dialect} known={dialects} />
      <Known type="datetime-local" label="Started after" name="started_after" chosen={wallClock(search.started_after)} />
      <Known type="datetime-local" label="Started before" name="started_before" chosen={wallClock(search.started_before)} />
      <Pair>
        <Known type="date" label="Last seen from" name="seen_after" chosen={dayOf(search.seen_after)} />
        <Known type="date" label="Last seen until" name="seen_before" chosen={dayOf(search.seen_before, -1)} />
      </Pair>
      <Known type="datetime-local" label="Ended after" name="ended_after" chosen={wallClock(search.ended_after)} />
      <Known type="datetime-local" label="Ended before" name="ended_before" chosen={wallClock(search.ended_before)} />
    </FilterPopover>
  )
}

function Pair({ children }: { children: ReactNode }) {
  return <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">{children}</div>
}

/** One of a closed list, or any. */
function Choice(props: { label: string; name: string; chosen: string | null; children: ReactNode }) {
  const { label, name, chosen, children } = props
  return (
    <Field label={label} className="content-start">
      {(given) => (
        <select {...given} name={name} defaultValue={chosen ?? ''} className={`${controlLook} h-8`}>
          <option value="">Any</option>
          {children}
        </select>
      )}
    </Field>
  )
}

interface KnownProps {
  label: string
  name: string
  chosen: string | null
  /** What is offered while typing: a value, and what it is called. Anything else may be typed. */
  known?: readonly (readonly [value: string, name?: string])[]
  type?: 'text' | 'date' | 'datetime-local'
  maxLength?: number
  hint?: string
}

/** Typed freely, with the known values offered. */
function Known({ label, name, chosen, known, type = 'text', maxLength = 64, hint }: KnownProps) {
  const list = useId()
  return (
    <Field label={label} hint={hint} className="content-start">
      {(given) => (
        <>
          <input
            {...given}
            {...(type === 'text' && { maxLength, autoComplete: 'off', spellCheck: false })}
            {...(known && { list })}
            name={name}
            type={type}
            defaultValue={chosen ?? ''}
            className={`${controlLook} h-8`}
          />
          {known && (
            <datalist id={list}>
              {known.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  )
}
