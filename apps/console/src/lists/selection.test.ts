import { describe, expect, it } from 'vitest'
import { between, nothing, put, selectionCap, without } from './selection'

const many = Array.from({ length: selectionCap + 5 }, (_, place) => String(place))

describe('a selection', () => {
  it('grows and shrinks by entries', () => {
    const two = put(nothing, ['a', 'b'], true)
    expect([...two.ids]).toEqual(['a', 'b'])
    expect([...put(two, ['a'], false).ids]).toEqual(['b'])
  })

  it('stops at its cap, and says so', () => {
    const full = put(nothing, many, true)
    expect(full.ids.size).toBe(selectionCap)
    expect(full.full).toBe(true)
    expect(put(full, ['0'], true).full).toBe(false)
    expect(put(full, ['0'], false)).toMatchObject({ full: false })
  })

  it('of all is one of entries again as soon as one is taken off', () => {
    const all = { ...put(nothing, ['a', 'b'], true), all: true }
    expect(put(all, ['b'], false)).toEqual({ ids: new Set(['a']), all: false, full: false })
  })

  it('loses what can be selected no more, and is the same when that was not in it', () => {
    const two = put(nothing, ['a', 'b'], true)
    expect([...without(two, ['b', 'c']).ids]).toEqual(['a'])
    expect(without(two, ['c'])).toBe(two)
    expect(without({ ...two, all: true }, ['b'])).toMatchObject({ all: true })
  })

  it('goes from one entry of a page to another, in either direction', () => {
    const page = ['a', 'b', 'c', 'd']
    expect(between(page, 'b', 'd')).toEqual(['b', 'c', 'd'])
    expect(between(page, 'd', 'b')).toEqual(['b', 'c', 'd'])
    expect(between(page, null, 'c')).toEqual(['c'])
    expect(between(page, 'of another page', 'c')).toEqual(['c'])
  })
})
