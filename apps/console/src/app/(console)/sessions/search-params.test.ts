import { describe, expect, it } from 'vitest'
import { isNarrowed, queryOf } from '../../../lists/search'
import { loadSearch } from './search-params'

const query = (search: string) => queryOf(loadSearch(new URLSearchParams(search)))

describe('the address of the sessions page', () => {
  it('asks for everything when nothing is in it', () => {
    expect(query('')).toEqual({})
  })

  it('finds a browser and a system however their names are typed, and those that few have as they are', () => {
    expect(query('browser=microsoft+edge&system=chrome+os')).toEqual({ browser: 'Microsoft Edge', system: 'Chrome OS' })
    expect(query('browser=Vivaldi&system=bada')).toEqual({ browser: 'Vivaldi', system: 'bada' })
  })

  it('is the API’s query under the same names', () => {
    const search =
      'q=ada%40example.com&state=ended&reason=reuse_detected&client_id=web&device=Firefox&started_after=2026-11-20T12:00:00.000Z&after=cursor'
    expect(query(search)).toEqual({
      q: 'ada@example.com',
      state: 'ended',
      reason: 'reuse_detected',
      client_id: 'web',
      device: 'Firefox',
      started_after: '2026-11-20T12:00:00.000Z',
      after: 'cursor',
    })
  })

  it('counts what cannot be read as not given', () => {
    expect(query('state=asleep&reason=none&started_before=yesterday&limit=1000&company_id=two&country=italy')).toEqual({})
  })

  it('takes a company by its number, and a country however its code is typed', () => {
    expect(query('company_id=2&country=it')).toEqual({ company_id: 2, country: 'IT' })
  })

  it('leaves blanks out, and space around a pasted id', () => {
    expect(query('q=%20%20&device=')).toEqual({})
    expect(query('q=%20192.0.2.1%20')).toEqual({ q: '192.0.2.1' })
  })

  it('is narrowed by a filter and not by a later page', () => {
    const narrowed = (search: string) => isNarrowed(loadSearch(new URLSearchParams(search)))
    expect(narrowed('after=cursor')).toBe(false)
    expect(narrowed('q=ada&after=cursor')).toBe(true)
    expect(narrowed('state=active')).toBe(true)
  })
})
