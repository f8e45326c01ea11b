import { describe, expect, it } from 'vitest'
import { columnsOf, keptOf, leastWidth, moved } from './column-choice'
import type { Column } from './columns'

const all: readonly Column[] = [
  { id: 'state', title: 'State', width: '', shown: 'hidden md:table-cell' },
  { id: 'user', title: 'User', width: '', shown: '', main: true },
  { id: 'ip', title: 'IP address', width: '', shown: 'hidden lg:table-cell' },
  { id: 'country', title: 'Country', width: '', shown: 'hidden md:table-cell' },
]
const ids = (kept: string | null) => columnsOf(all, ['state', 'user', 'ip'], kept).map(({ id }) => id)

describe('the columns of a list', () => {
  it('are the standard ones where nobody chose', () => {
    expect(ids(null)).toEqual(['state', 'user', 'ip'])
  })

  it('are those that were chosen, in that order', () => {
    expect(ids('country.user.state')).toEqual(['country', 'user', 'state'])
  })

  it('always have the main one, and none that is unknown or named twice', () => {
    expect(ids('ip.ip.shoe-size')).toEqual(['user', 'ip'])
    expect(ids('')).toEqual(['user'])
  })

  it('stay in a narrow window when they were chosen', () => {
    expect(columnsOf(all, [], 'user.ip').find(({ id }) => id === 'ip')?.shown).toBe('hidden md:table-cell')
  })

  it('are kept as they were ordered', () => {
    expect(ids(keptOf(['ip', 'user']))).toEqual(['ip', 'user'])
  })

  it('change places with their neighbour, and stay at an end', () => {
    expect(moved(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b'], 'a', -1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 'z', 1)).toEqual(['a', 'b'])
  })

  it('make a table that scrolls rather than one that squeezes', () => {
    expect(leastWidth(all)).toBe('md:min-w-[64rem]')
    expect(leastWidth(Array.from({ length: 40 }, (_, place) => ({ ...all[0]!, id: String(place) })))).toBe('md:min-w-[128rem]')
  })
})
