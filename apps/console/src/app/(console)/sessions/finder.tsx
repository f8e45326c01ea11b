'use client'
import type { ReactNode } from 'react'
import { ListArea } from '../../../lists/list-area'
import { SearchBox } from '../../../lists/search-box'
import { useSearch } from '../../../lists/use-search'
import { SessionChips } from './chips'
import { FilterForm } from './filter-form'
import { searchParams } from './search-params'
import { StateChoice } from './state-choice'

/** The search and its filters, all kept in the address, and below them what was found. */
export function Finder({ children }: { children: ReactNode }) {
  const { search, narrow, pending } = useSearch(searchParams, '/sessions')
  return (
    <ListArea
      pending={pending}
      bar={
        <>
          <SearchBox
            label="Search sessions"
            placeholder="E-mail, IP address, session or user id"
            page="/sessions"
            text={search.q ?? ''}
            narrow={narrow}
          />
          <StateChoice state={search.state} narrow={narrow} />
          <FilterForm search={search} narrow={narrow} />
          <SessionChips search={search} narrow={narrow} />
        </>
      }
    >
      {children}
    </ListArea>
  )
}
