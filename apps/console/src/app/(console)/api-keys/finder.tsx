'use client'
import type { ReactNode } from 'react'
import { Chips } from '../../../lists/chips'
import { ListArea } from '../../../lists/list-area'
import { useSearch } from '../../../lists/use-search'
import type { Companies } from '../users/companies'
import { companyName } from '../users/company-field'
import { FilterForm } from './filter-form'
import { stateWords } from './key-words'
import { searchParams } from './search-params'

interface KeyFinderProps {
  companies: Companies | null
  /** The e-mail of the user in the address, where it is known. */
  user: string | null
  children: ReactNode
}

/** The filters, all kept in the address, and below them what was found. */
export function KeyFinder({ companies, user, children }: KeyFinderProps) {
  const { search, narrow, pending } = useSearch(searchParams, '/api-keys')
  const { state, company_id, user_id, prefix } = search
  return (
    <ListArea
      pending={pending}
      bar={
        <>
          <FilterForm key={user_id} search={search} narrow={narrow} companies={companies} user={user} />
          <Chips
            narrow={narrow}
            chips={[
              { name: 'state', word: 'State', value: state && stateWords[state] },
              { name: 'prefix', word: 'Begins', value: prefix },
              { name: 'user_id', word: 'User', value: user_id && (user ?? user_id) },
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
