import { describe, expect, it } from 'vitest'
import { isNarrowed, queryOf } from '../../../lists/search'
import { loadSearch } from './search-params'

const query = (search: string) => queryOf(loadSearch(new URLSearchParams(search)))

describe('the address of the users page', () => {
  it('is the API’s query under the same names', () => {
    expect(query('q=ada%40&state=disabled&role=admin&company_id=7&after=cursor')).toEqual({
      q: 'ada@',
      state: 'disabled',
      role: 'admin',
      company_id: 7,
      after: 'cursor',
    })
  })

  it('counts what cannot be read as not given', () => {
    expect(query('state=asleep&role=king&company_id=northwind&limit=1000')).toEqual({})
  })

  it('is narrowed by a company too', () => {
    expect(isNarrowed(loadSearch(new URLSearchParams('company_id=7')))).toBe(true)
    expect(isNarrowed(loadSearch(new URLSearchParams('after=cursor')))).toBe(false)
  })
})
