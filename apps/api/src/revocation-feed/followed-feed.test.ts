import type { FeedCursor, FeedEntry, FeedPage, FeedQuery } from '@tessera/persistence'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FollowedFeed } from './followed-feed.js'
import type { News } from './news.js'

const cursor = (id: number, epoch = 'one'): FeedCursor => ({
  ...{ epoch, companyId: null, towards: null },
  since: { snapshot: `${id}:${id}:`, id, at: id },
})
const entry = (id: number, companies: FeedEntry['companies'] = null): FeedEntry => ({
  ...{ id, at: id, scope: 'session', subject: `session-${id}`, userId: null, except: null, reason: 'logout', companies },
})

let log: FeedEntry[]
let epoch: string
let isAway: boolean
let reads: number
let tell: () => void
let warned: number
let followed: FollowedFeed
beforeEach(() => {
  vi.useFakeTimers()
  ;[log, epoch, isAway, reads, warned] = [[], 'one', false, 0, 0]
  const read = ({ after }: FeedQuery): Promise<FeedPage> => {
    reads++
    if (isAway) return Promise.reject(new Error('the database is away'))
    const from = (after as FeedCursor).since?.id ?? 0
    return Promise.resolve({ entries: log.filter(({ id }) => id > from), next: cursor(log.length, epoch), isEnd: true })
  }
  const openNotices = (told: () => void) => {
    tell = told
    return { close: () => Promise.resolve() }
  }
  const feed = { read, end: () => Promise.resolve(cursor(log.length, epoch)) }
  followed = new FollowedFeed(feed, openNotices, { warn: () => warned++ })
})
afterEach(() => vi.useRealTimers())

const revoke = (companies?: FeedEntry['companies']) => log.push(entry(log.length + 1, companies))

async function listening() {
  const told: (News | 'again')[] = []
  const stop = await followed.listen((news) => told.push(news))
  const subjects = () => told.flatMap((news) => (news === 'again' ? [] : news.page.entries.map(({ subject }) => subject)))
  return { told, stop, subjects }
}

describe('the feed that is followed', () => {
  it('is read at once when there is a notice, and told to all in one', async () => {
    const [one, other] = [await listening(), await listening()]
    revoke()
    tell()
    await vi.advanceTimersByTimeAsync(1)
    expect([one.subjects(), other.subjects(), reads]).toEqual([['session-1'], ['session-1'], 1])
    expect(one.told).toEqual(other.told)
  })

  it('is read again a moment after a notice: what was committed just behind it gave none', async () => {
    const one = await listening()
    tell()
    await vi.advanceTimersByTimeAsync(1)
    revoke()
    await vi.advanceTimersByTimeAsync(15)
    expect(one.subjects()).toEqual(['session-1'])
  })

  it('is read four times a second without any notice', async () => {
    const one = await listening()
    revoke()
    await vi.advanceTimersByTimeAsync(250)
    expect(one.subjects()).toEqual(['session-1'])
  })

  it('tells that there was nothing, once a second', async () => {
    const one = await listening()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(one.told.length).toBeGreaterThanOrEqual(10)
    expect(one.told.length).toBeLessThanOrEqual(12)
  })

  it('tells nothing while the database does not answer, says so once in the log, and misses nothing', async () => {
    const one = await listening()
    await vi.advanceTimersByTimeAsync(1_000)
    const before = one.told.length
    isAway = true
    await vi.advanceTimersByTimeAsync(5_000)
    expect([one.told.length, warned]).toEqual([before, 1])
    revoke()
    isAway = false
    await vi.advanceTimersByTimeAsync(250)
    expect(one.subjects()).toEqual(['session-1'])
  })

  it('is to be read again when it begins anew, and goes on in the new epoch', async () => {
    const one = await listening()
    revoke()
    epoch = 'two'
    await vi.advanceTimersByTimeAsync(250)
    expect(one.told).toEqual(['again'])
    expect(followed.epoch).toBe('two')
    revoke()
    await vi.advanceTimersByTimeAsync(250)
    expect(one.subjects()).toEqual(['session-2'])
  })

  it('is written out once for each reach', async () => {
    const one = await listening()
    revoke([1])
    await vi.advanceTimersByTimeAsync(250)
    const [news] = one.told as [News]
    expect(news.eventFor(1)).toBe(news.eventFor(1))
    expect(String(news.eventFor(1))).toContain('session-1')
    expect(String(news.eventFor(null))).toContain('session-1')
    expect(String(news.eventFor(2))).toContain('"items":[]')
    expect([news.concerns(1), news.concerns(2), news.concerns(null)]).toEqual([true, false, true])
  })

  it('is not read while nobody follows', async () => {
    const one = await listening()
    one.stop()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(reads).toBe(0)
  })
})
