'use client'
import type { ReactNode } from 'react'
import { ListArea } from '../../../lists/list-area'
import { SearchBox } from '../../../lists/search-box'
import { UnreadNote } from '../../../lists/unread-note'
import { useSearch } from '../../../lists/use-search'
import { AddressNote } from './address-note'
import { SessionChips } from './chips'
import { FilterForm } from './filter-form'
import type { Known } from './filter-words'
import { isNetwork } from './network'
import { searchParams } from './search-params'
import { StateChoice } from './state-choice'

/** The search and its filters, all kept in the address, and below them what was found. */
export function Finder(props: { choices: Known; unread: readonly string[]; views: ReactNode; children: ReactNode }) {
  const { choices, unread, views, children } = props
  const { search, narrow, pending } = useSearch(searchParams, '/sessions')
  const typed = search.q?.trim() ?? ''
  const network = [search.ip ?? '', typed].find(isNetwork)
  return (
    <ListArea
      pending={pending}
      bar={
        <>
          <SearchBox
            label="Search sessions"
            placeholder="E-mail, IP or network, id, device"
            page="/sessions"
            text={search.q ?? ''}
            narrow={narrow}
          />
          <StateChoice state={search.state} narrow={narrow} />
          <FilterForm search={search} choices={choices} narrow={narrow} />
          {views}
          <SessionChips search={search} known={choices} narrow={narrow} />
          <UnreadNote unread={unread} />
          {network && <AddressNote network={network} />}
        </>
      }
    >
      {children}
    </ListArea>
  )
}
