// Long, because one follower is the subject: everything that a feed and a network can do to it, under one clock.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccessTokenClaims } from '../claims.js'
import { FakeFeed } from '../testing/index.js'
import { followRevocations, type FollowRevocationsOptions } from './follow-revocations.js'
import type { FollowedRevocations } from './revocations.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const [second, minute, day] = [1000, 60_000, 24 * 60 * 60_000]
const sid = 'session-1'

function aToken(changes: object = {}): AccessTokenClaims {
  const times = { exp: noon / 1000 + 900, iat: noon / 1000, session_started_at: noon }
  const common = { iss: 'i', aud: 'a', jti: 'j', client_id: 'client-1', scope: '' }
  return { ...common, ...times, sub: 'user-1', sid, roles: [], company_id: 7, ...changes }
}

let feed: FakeFeed
const following: FollowedRevocations[] = []
const faults: Error[] = []

function follow(options: Partial<FollowRevocationsOptions> = {}): FollowedRevocations {
  const settings = { apiUrl: 'https://auth.example.com', apiKey: 'the key', follower: 'orders-1', whenStale: 'refuse' } as const
  const onFault = (fault: Error) => void faults.push(fault)
  const follower = followRevocations({ ...settings, fetch: feed.fetch, now: Date.now, onFault, ...options })
  following.push(follower)
  return follower
}
const passing = (time: number) => vi.advanceTimersByTimeAsync(time)

/** Follows until everything is known, by a stream. */
async function followed(options: Partial<FollowRevocationsOptions> = {}): Promise<FollowedRevocations> {
  const follower = follow(options)
  await passing(0)
  expect(follower.state).toMatchObject({ stale: false, via: 'stream' })
  return follower
}

beforeEach(() => {
  vi.useFakeTimers({ now: noon })
  feed = new FakeFeed()
  faults.length = 0
})
afterEach(async () => {
  const closed = Promise.all(following.splice(0).map((follower) => follower.close()))
  await passing(0)
  await closed
  vi.useRealTimers()
})

describe('a follower', () => {
  it('begins with everything that still matters, whatever the number of pages', async () => {
    feed.pageSize = 2
    const sessions = ['a', 'b', 'c', 'd', 'e']
    feed.revoke(...sessions.map((subject) => ({ scope: 'session', subject })))
    const follower = await followed()
    for (const each of sessions) expect(follower.refusalOf(aToken({ sid: each }))).toBe('revoked')
    expect(follower.refusalOf(aToken())).toBeNull()
    expect(follower.state).toMatchObject({ remembered: 5, companyId: null, fault: null })
    expect(feed.askedFor('/v1/revocations')).toHaveLength(3)
    expect(feed.askedFor('/v1/revocations')[0]?.headers.get('x-api-key')).toBe('the key')
  })

  it('knows at once what is revoked while it follows', async () => {
    const follower = await followed()
    expect(follower.refusalOf(aToken())).toBeNull()
    feed.revoke({ scope: 'session', subject: sid })
    await passing(0)
    expect(follower.refusalOf(aToken())).toBe('revoked')
    feed.revoke({ scope: 'company', subject: '7' })
    await passing(0)
    expect(follower.refusalOf(aToken({ sid: 'another' }))).toBe('revoked')
    expect(follower.refusalOf(aToken({ sid: 'another', session_started_at: noon + 1 }))).toBeNull()
  })

  it('goes on where it was when the stream breaks, and misses nothing', async () => {
    const follower = await followed()
    for (const [index, fault] of [new Error('broken'), undefined, new Error('broken')].entries()) {
      feed.cut(fault)
      feed.revoke({ scope: 'session', subject: `missed-${index}` })
      await passing(second)
      expect(follower.refusalOf(aToken({ sid: `missed-${index}` }))).toBe('revoked')
      expect(follower.state).toMatchObject({ via: 'stream', stale: false })
    }
    expect(feed.askedFor('/v1/revocations').map(({ query }) => query['after'])).toEqual([undefined, 'first.0', 'first.1', 'first.2'])
  })

  it('gives up a stream that has fallen silent', async () => {
    const follower = await followed()
    feed.mode = 'deaf'
    await passing(3.6 * second)
    feed.mode = 'up'
    await passing(second)
    expect(follower.state.stale).toBe(false)
    expect(faults.map(({ message }) => message)).toEqual(['The revocation feed was silent for 3500 ms.'])
  })

  it('forgets what no access token can be good of any more', async () => {
    const follower = await followed()
    feed.revoke({ scope: 'session', subject: sid })
    await passing(second)
    expect(follower.state.remembered).toBe(1)
    vi.setSystemTime(noon + day + 11 * minute)
    feed.beat()
    await passing(second)
    expect(follower.state.remembered).toBe(0)
  })

  it('refuses tokens of companies that its feed says nothing of, whatever it does when stale', async () => {
    feed.companyId = 7
    for (const whenStale of ['refuse', 'accept'] as const) {
      const follower = await followed({ whenStale })
      expect(follower.refusalOf(aToken())).toBeNull()
      expect(follower.refusalOf(aToken({ company_id: 8 }))).toBe('company_not_followed')
      const own = { sid: undefined, roles: undefined, company_id: undefined, session_started_at: undefined }
      expect(follower.refusalOf(aToken({ ...own, sub: 'client-1' }))).toBeNull()
    }
  })

  it.each([
    ['whenStale is not chosen', { whenStale: undefined as never }],
    ['its name is none', { follower: 'orders 1' }],
    ['it would always be stale', { staleAfter: 1 }],
    ['it would never be stale', { staleAfter: NaN }],
    ['there is no address', { apiUrl: '' }],
    ['its address has no scheme', { apiUrl: 'localhost:3333' }],
  ])('does not begin when %s', (_what, options) => {
    expect(() => follow(options)).toThrow(TypeError)
  })
})

describe('a follower that does not know what was revoked', () => {
  it('refuses, or accepts what it does not know to be revoked, as it was told to', async () => {
    const [refusing, accepting] = [await followed(), await followed({ whenStale: 'accept' })]
    feed.revoke({ scope: 'session', subject: sid })
    await passing(0)
    feed.mode = 'away'
    feed.cut(new Error('broken'))
    await passing(5 * second)
    for (const follower of [refusing, accepting]) expect(follower.refusalOf(aToken({ sid: 'other' }))).toBeNull()
    await passing(1)
    expect(refusing.refusalOf(aToken({ sid: 'other' }))).toBe('revocations_unknown')
    expect(accepting.refusalOf(aToken({ sid: 'other' }))).toBeNull()
    for (const follower of [refusing, accepting]) {
      expect(follower.refusalOf(aToken())).toBe('revoked')
      expect(follower.state).toMatchObject({
        stale: true,
        staleness: 5001,
        fault: { message: expect.stringContaining('reached') as string },
      })
    }
    feed.mode = 'up'
    await passing(10 * second)
    expect(refusing.refusalOf(aToken({ sid: 'other' }))).toBeNull()
    expect(refusing.state).toMatchObject({ stale: false, fault: null, via: 'stream' })
  })

  it('is one that has not read everything yet', async () => {
    feed.mode = 'away'
    const [refusing, accepting] = [follow(), follow({ whenStale: 'accept' })]
    expect(refusing.refusalOf(aToken())).toBe('revocations_unknown')
    expect(accepting.refusalOf(aToken())).toBeNull()
    expect(refusing.state).toMatchObject({ stale: true, staleness: Infinity, via: null })
  })

  it('is one that cannot tell what a revocation ends, until it can', async () => {
    const follower = await followed()
    feed.revoke({ scope: 'device', subject: 'x' })
    await passing(6 * second)
    expect(follower.refusalOf(aToken())).toBe('revocations_unknown')
    expect(follower.state.fault?.message).toBe('What a revocation of "device" ends is not known here.')
    feed.beginAnew('second')
    await passing(10 * second)
    expect(follower.refusalOf(aToken())).toBeNull()
  })

  it('is one whose pages come late, though they come: then it asks', async () => {
    const follower = await followed()
    const late = () => (feed.changes = { as_of: new Date(Date.now() - 6 * second).toISOString() })
    const lateness = setInterval(late, 100)
    const before = feed.askedFor('/v1/revocations').length
    await passing(6.5 * second)
    clearInterval(lateness)
    expect(feed.askedFor('/v1/revocations').length).toBeGreaterThan(before)
    expect(follower.state.stale).toBe(false)
    expect(faults.map(({ message }) => message)).toContain('The revocation feed comes late.')
  })

  it('takes as long as it was told to', async () => {
    const follower = await followed({ staleAfter: 60 })
    feed.mode = 'away'
    feed.cut(new Error('broken'))
    await passing(59 * second)
    expect(follower.state.stale).toBe(false)
    await passing(2 * second)
    expect(follower.state.stale).toBe(true)
  })

  it('asks less and less often', async () => {
    feed.mode = 503
    follow()
    await passing(10 * minute)
    const asked = feed.askedFor('/v1/revocations').length
    expect(asked).toBeGreaterThan(50)
    expect(asked).toBeLessThan(130)
  })

  it('says what could be wrong with its key', async () => {
    feed.mode = 401
    follow()
    await passing(0)
    expect(faults[0]?.message).toContain('revocations:read')
  })

  it.each([308, 404])('says that its address could be wrong, where it is answered %i', async (status) => {
    follow({
      async fetch(_input, init) {
        if (status === 308 && init?.redirect !== 'manual') throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') })
        return new Response(null, { status })
      },
    })
    await passing(0)
    expect(faults[0]?.message).toBe(`The revocation feed answered ${status}: is apiUrl the platform’s API_URL?`)
  })

  it('goes on when its log fails', async () => {
    feed.mode = 'away'
    const follower = follow({
      onFault: () => {
        throw new Error('the log is full')
      },
    })
    await passing(second)
    feed.mode = 'up'
    await passing(10 * second)
    expect(follower.state.stale).toBe(false)
  })
})

describe('a follower that gets no stream', () => {
  it.each([
    ['no_stream', 404],
    ['no_stream', 429],
    ['no_stream', 503],
    ['no_stream', 200],
    ['deaf', 200],
  ] as const)('asks again and again instead, and tries a stream a minute later: %s %i', async (mode, status) => {
    feed.mode = mode
    feed.noStream = status
    const follower = follow()
    for (let step = 0; step < 120; step++) {
      await passing(100)
      expect(follower.state.stale).toBe(false)
    }
    expect(follower.state.via).toBe('poll')
    feed.revoke({ scope: 'session', subject: sid })
    await passing(2100)
    expect(follower.refusalOf(aToken())).toBe('revoked')
    const before = feed.askedFor('/v1/revocations').length
    await passing(20 * second)
    expect(feed.askedFor('/v1/revocations').length - before).toBeLessThan(12)
    expect(follower.state.stale).toBe(false)
    feed.mode = 'up'
    await passing(minute)
    expect(follower.state).toMatchObject({ via: 'stream', stale: false })
  })
})

describe('a feed that begins anew', () => {
  it('is read anew: what was known holds until the new beginning is whole', async () => {
    feed.pageSize = 1
    feed.revoke({ scope: 'session', subject: 'of the first' }, { scope: 'session', subject: sid })
    const follower = await followed()
    feed.beginAnew('second', { scope: 'session', subject: 'of the second' }, { scope: 'session', subject: 'another' })
    feed.cut(new Error('broken'))
    await passing(second)
    expect(follower.refusalOf(aToken({ sid: 'of the first' }))).toBeNull()
    for (const each of ['of the second', 'another']) expect(follower.refusalOf(aToken({ sid: each }))).toBe('revoked')
    expect(follower.state.remembered).toBe(2)
  })

  it('replaces nothing before it is whole', async () => {
    feed.revoke({ scope: 'session', subject: sid })
    const follower = await followed()
    feed.beginAnew('second')
    feed.changes = { more: true }
    feed.beat()
    await passing(second)
    expect(follower.refusalOf(aToken())).toBe('revoked')
    feed.changes = {}
    await passing(10 * second)
    expect(follower.refusalOf(aToken())).toBeNull()
  })

  it('is read anew, too, when it is about another company: its key was given to somebody else', async () => {
    feed.companyId = 7
    feed.revoke({ scope: 'session', subject: 'theirs' })
    const follower = await followed()
    feed.companyId = null
    feed.beat()
    await passing(second)
    expect(follower.refusalOf(aToken({ sid: 'theirs' }))).toBe('revoked')
    expect(follower.refusalOf(aToken({ company_id: 8 }))).toBeNull()
    expect(feed.askedFor('/v1/revocations').filter(({ query }) => query['after'] === undefined)).toHaveLength(2)
  })
})

describe('the position of a follower', () => {
  const reports = () => feed.askedFor('/v1/revocations/position')

  it('is reported when it is known, soon after each revocation, and regularly', async () => {
    await followed()
    await passing(second)
    expect(reports().map(({ body }) => body)).toEqual([{ follower: 'orders-1', position: 'first.0', via: 'stream', when_stale: 'refuse' }])
    await passing(5 * second)
    feed.revoke({ scope: 'session', subject: sid })
    await passing(3 * second)
    expect(reports()).toHaveLength(2)
    expect(reports()[1]?.body).toMatchObject({ position: 'first.1' })
    await passing(minute)
    expect(reports().length).toBeGreaterThanOrEqual(7)
    expect(reports().length).toBeLessThanOrEqual(8 + 1)
  })

  it('is reported once more when the last report came just after a revocation: it could not tell of it', async () => {
    await followed()
    await passing(4 * second)
    feed.revoke({ scope: 'session', subject: 'one' })
    await passing(1900)
    feed.revoke({ scope: 'session', subject: 'another' })
    await passing(1100)
    expect(reports()).toHaveLength(2)
    for (let index = 0; index < 4; index++) {
      await passing(second)
      feed.beat()
    }
    await passing(second)
    expect(reports()).toHaveLength(3)
  })

  it('is not reported at every one of many revocations', async () => {
    await followed()
    for (let index = 0; index < 100; index++) {
      feed.revoke({ scope: 'session', subject: `session-${index}` })
      await passing(100)
    }
    expect(reports().length).toBeLessThanOrEqual(5)
  })

  it('is never one that it does not honour yet', async () => {
    feed.changes = { more: true }
    const follower = follow()
    await passing(3 * second)
    expect(reports()).toHaveLength(0)
    expect(follower.state.stale).toBe(true)
  })

  it('goes on being reported after a report that failed', async () => {
    await followed()
    feed.mode = 500
    await passing(second)
    feed.mode = 'up'
    await passing(30 * second)
    expect(reports().length).toBeGreaterThanOrEqual(3)
  })
})

describe('a follower that is closed', () => {
  it('says so, and does nothing more', async () => {
    const follower = await followed()
    await follower.close()
    expect(feed.askedFor('/v1/revocations/leave').map(({ body }) => body)).toEqual([{ follower: 'orders-1' }])
    expect(feed.followers).toBe(0)
    const asked = feed.asked.length
    await passing(minute)
    expect(feed.asked).toHaveLength(asked)
    expect(vi.getTimerCount()).toBe(0)
    expect(follower.state.stale).toBe(true)
  })

  it('does so whatever it was about to do, once', async () => {
    for (const mode of ['up', 'away', 'deaf', 'no_stream', 500] as const) {
      feed.mode = mode
      const follower = follow()
      await passing(700)
      await Promise.all([follower.close(), follower.close()])
      expect(vi.getTimerCount()).toBe(0)
    }
  })
})

describe('waiting for a follower', () => {
  it('ends when everything is known', async () => {
    const follower = follow()
    await expect(follower.ready()).resolves.toBeUndefined()
    await expect(follower.ready()).resolves.toBeUndefined()
  })

  it('ends with what is in the way, in time', async () => {
    feed.mode = 'away'
    const waiting = expect(follow().ready(3)).rejects.toThrow('could not be reached')
    await passing(3 * second)
    await waiting
  })

  it('ends when it is closed', async () => {
    feed.mode = 'away'
    const follower = follow()
    const waiting = expect(follower.ready()).rejects.toThrow('closed')
    await follower.close()
    await waiting
  })
})
