'use client'
import type { ReactNode } from 'react'
import { Chips } from '../../../lists/chips'
import { ListArea } from '../../../lists/list-area'
import { SearchBox } from '../../../lists/search-box'
import { useSearch } from '../../../lists/use-search'
import type { Companies } from './companies'
import { companyName } from './company-field'
import { FilterForm } from './filter-form'
import { searchParams } from './search-params'
import { roleWords, stateWords } from './user-words'

/** The search and its filters, all kept in the address, and below them what was found. */
export function UserFinder(props: { companies: Companies | null; views: ReactNode; children: ReactNode }) {
  const { companies, views, children } = props
  const { search, narrow, pending } = useSearch(searchParams, '/users')
  const { q, state, role, company_id } = search
  return (
    <ListArea
      pending={pending}
      bar={
        <>
          <SearchBox
            label="Search users"
            placeholder="Name, beginning of e-mail, or user id"
            page="/users"
            text={q ?? ''}
            narrow={narrow}
          />
          <FilterForm search={search} narrow={narrow} companies={companies} />
          {views}
          <Chips
            narrow={narrow}
            chips={[
              { name: 'state', word: 'State', value: state && stateWords[state] },
              { name: 'role', word: 'Role', value: role && roleWords[role].name },
              {
                name: 'company_id',
                word: 'Company',
                value: company_id === null ? null : companies ? companyName(companies, company_id) : String(company_id),
              },
            ]}
          />
        </>
      }
    >
      {children}
    </ListArea>
  )
}
