'use client'
import type { ReactNode } from 'react'
import { eventSentence } from '../../../events/event-words'
import { Chips } from '../../../lists/chips'
import { ListArea } from '../../../lists/list-area'
import { SearchBox } from '../../../lists/search-box'
import { useSearch } from '../../../lists/use-search'
import { exactTime } from '../../../ui/time-words'
import { useZone } from '../../../ui/when'
import type { Companies } from '../users/companies'
import { companyName } from '../users/company-field'
import { FilterForm } from './filter-form'
import { searchParams } from './search-params'

/** The search and its filters, all kept in the address, and below them what was found. */
export function EventFinder(props: {
  companies: Companies | null
  /** Those whom the filters name, where they are known. */
  users: readonly { readonly id: string; readonly email: string }[]
  views: ReactNode
  children: ReactNode
}) {
  const { companies, users, views, children } = props
  const { search, narrow, pending } = useSearch(searchParams, '/events')
  const { q, kind, user_id, by, session_id, client_id, company_id, ip, after_time, before_time } = search
  const zone = useZone()
  const person = (id: string | null) => users.find((user) => user.id === id)?.email ?? id
  const time = (at: Date | null) => at && exactTime(at.getTime(), zone)
  return (
    <ListArea
      pending={pending}
      bar={
        <>
          <SearchBox
            label="Search events"
            placeholder="E-mail, IP or network, session or user id"
            page="/events"
            text={q ?? ''}
            narrow={narrow}
          />
          <FilterForm search={search} narrow={narrow} companies={companies} />
          {views}
          <Chips
            narrow={narrow}
            chips={[
              { name: 'kind', word: 'Event', value: kind && eventSentence({ kind, reason: null, details: null }) },
              { name: 'user_id', word: 'About user', value: person(user_id) },
              { name: 'by', word: 'By', value: person(by) },
              { name: 'session_id', word: 'Session', value: session_id },
              { name: 'client_id', word: 'Client', value: client_id },
              {
                name: 'company_id',
                word: 'Company',
                value: company_id === null ? null : companies ? companyName(companies, company_id) : String(company_id),
              },
              { name: 'ip', word: 'From', value: ip },
              { name: 'after_time', word: 'Since', value: time(after_time) },
              { name: 'before_time', word: 'Before', value: time(before_time) },
            ]}
          />
        </>
      }
    >
      {children}
    </ListArea>
  )
}
