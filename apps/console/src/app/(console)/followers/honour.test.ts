import type { Follower } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { honourOf, markOf, matters } from './honour'

const noon = Date.UTC(2026, 10, 20, 12)
const time = (milliseconds: number) => new Date(noon + milliseconds).toISOString()
const follower = (name: string, position: number, more: Partial<Follower> = {}): Follower => ({
  ...{ name, api_key: { id: '019aa000-0000-7000-8000-000000000000', name: 'Orders' }, company: null, via: 'stream', when_stale: 'refuse' },
  ...{ position: time(position), reported_at: time(position), silent: false, ...more },
})
const names = (followers: readonly Follower[]) => followers.map(({ name }) => name)

describe('the position from which on an end is honoured', () => {
  it('is not the time of the end: a follower that read before it was committed has a later position without it', () => {
    expect(markOf(time(0), time(900))).toBe(noon + 900)
  })

  it('is soon after the end for whoever looks much later', () => {
    expect(markOf(time(0), time(3_600_000))).toBe(noon + 1_000)
  })
})

describe('who honours an end', () => {
  it('are those whose position is past it, silent since or not', () => {
    const items = [
      follower('gone', -60_000, { silent: true }),
      follower('slow', 400),
      follower('left-after', 1_000, { silent: true }),
      follower('fast', 1_200),
    ]
    const { all, behind, silent } = honourOf({ items, count: 4, silent: 2 }, noon + 1_000, null)
    expect({ all, behind: names(behind), silent: names(silent) }).toEqual({ all: 4, behind: ['slow'], silent: ['gone'] })
  })

  it('are counted among those that it concerns: the company’s, and those that follow everybody', () => {
    const items = [
      follower('other', 0, { company: { id: 7, name: 'Seven' } }),
      follower('same', 0, { company: { id: 3, name: 'Three' } }),
      follower('everybody', 0),
    ]
    const { all, behind } = honourOf({ items, count: 3, silent: 0 }, noon + 1_000, 3)
    expect({ all, behind: names(behind) }).toEqual({ all: 2, behind: ['same', 'everybody'] })
  })

  it('are not numbered where not all are listed', () => {
    const honour = honourOf({ items: [follower('slow', 5_000)], count: 240, silent: 0 }, noon, null)
    expect(honour).toEqual({ all: null, some: true, behind: [], silent: [], more: { behind: false, silent: false } })
  })

  it('may be fewer than are listed as away, where all that are listed of a standing are', () => {
    const items = [follower('gone', -60_000, { silent: true }), follower('slow', -5_000), follower('fast', 5_000)]
    expect(honourOf({ items, count: 240, silent: 40 }, noon, null).more).toEqual({ behind: false, silent: true })
    expect(honourOf({ items: items.slice(0, 2), count: 240, silent: 1 }, noon, null).more).toEqual({ behind: true, silent: false })
    const accepting = follower('later', 5_000, { silent: true, when_stale: 'accept' })
    expect(honourOf({ items: [accepting, follower('fast', 5_000)], count: 240, silent: 40 }, noon, null).more.silent).toBe(false)
  })

  it('are not told by those of another company alone', () => {
    const items = [follower('other', -5_000, { company: { id: 7, name: 'Seven' } })]
    expect(honourOf({ items, count: 240, silent: 0 }, noon, 3)).toMatchObject({ some: false, behind: [], more: { behind: true } })
  })
})

it('does not matter any more when no access token can be that old', () => {
  expect(matters(time(0), time(86_399_999))).toBe(true)
  expect(matters(time(0), time(86_400_000))).toBe(false)
})
