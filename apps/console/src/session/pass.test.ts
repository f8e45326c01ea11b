import { describe, expect, it } from 'vitest'
import { decidePassage, type Arrival } from './pass'
import type { Refreshed } from './refresh'
import type { Tokens } from './tokens'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const minute = 60_000
const tokens = (endsIn: number): Tokens => ({
  accessToken: 'a',
  refreshToken: 'r',
  sessionId: 's',
  receivedAt: noon + endsIn - 15 * minute,
  accessEndsAt: noon + endsIn,
  sessionEndsAt: noon + 600 * minute,
  insisted: false,
})
const fresh = tokens(15 * minute)

/** What happens to a request while refreshing comes out like this, and how often it was tried. */
async function pass(arrival: Partial<Arrival>, refreshed: Refreshed = { outcome: 'unknown' }) {
  const insistence: boolean[] = []
  const refresh = async (_tokens: Tokens, insisted: boolean) => {
    insistence.push(insisted)
    return refreshed
  }
  const passage = await decidePassage({ method: 'GET', path: '/sessions?state=active', cookie: fresh, ...arrival }, refresh, noon)
  return { passage, insistence }
}

describe('a request without a session', () => {
  it('is sent to sign in, and back afterwards', async () => {
    const { passage } = await pass({ cookie: 'none' })
    expect(passage).toEqual({ go: 'to', path: '/sign-in?next=%2Fsessions%3Fstate%3Dactive' })
  })

  it('goes on when it writes: the action answers for itself', async () => {
    expect((await pass({ cookie: 'none', method: 'POST' })).passage).toEqual({ go: 'on' })
  })

  it('reaches the sign-in page', async () => {
    expect((await pass({ cookie: 'none', path: '/sign-in?next=/sessions' })).passage).toEqual({ go: 'on' })
  })

  it.each(['/sign-up', '/verify', '/forgot', '/reset'])('reaches %s, with a session or without', async (path) => {
    expect((await pass({ cookie: 'none', path })).passage).toEqual({ go: 'on' })
    expect(await pass({ cookie: tokens(0), path })).toEqual({ passage: { go: 'on' }, insistence: [] })
    expect((await pass({ cookie: 'unreadable', path })).passage).toEqual({ go: 'on', drop: 'unreadable' })
    expect((await pass({ cookie: 'none', path: `${path}/x` })).passage).toMatchObject({ go: 'to' })
  })

  it('loses a cookie that cannot be opened', async () => {
    expect((await pass({ cookie: 'unreadable' })).passage).toMatchObject({ go: 'to', drop: 'unreadable' })
    expect((await pass({ cookie: 'unreadable', path: '/sign-in' })).passage).toEqual({ go: 'on', drop: 'unreadable' })
    expect((await pass({ cookie: 'unreadable', method: 'POST' })).passage).toEqual({ go: 'on', drop: 'unreadable' })
  })
})

describe('a request with a session', () => {
  it('goes on untouched while the access token lives', async () => {
    expect(await pass({ cookie: tokens(2 * minute) })).toEqual({ passage: { go: 'on' }, insistence: [] })
  })

  it.each([30_000, 0, -60 * minute])('is given new tokens when the access token ends in %d ms', async (endsIn) => {
    const { passage, insistence } = await pass({ cookie: tokens(endsIn) }, { outcome: 'refreshed', tokens: fresh })
    expect(passage).toEqual({ go: 'on', keep: fresh })
    expect(insistence).toEqual([false])
  })

  it('is given them when it writes, too', async () => {
    const { passage } = await pass({ cookie: tokens(-1), method: 'POST' }, { outcome: 'refreshed', tokens: fresh })
    expect(passage).toEqual({ go: 'on', keep: fresh })
  })

  it('keeps its cookie and goes on when nobody answers', async () => {
    expect((await pass({ cookie: tokens(-1) }, { outcome: 'unknown' })).passage).toEqual({ go: 'on' })
  })

  it('is sent to sign in when the server says that the session is over, and loses its cookie there', async () => {
    const over = { outcome: 'over', reason: 'revoked_by_admin' } as const
    const path = '/sign-in?ended=revoked_by_admin&next=%2Fsessions%3Fstate%3Dactive'
    expect((await pass({ cookie: tokens(-1) }, over)).passage).toEqual({ go: 'to', path })
    const there = await pass({ cookie: tokens(-1), path }, over)
    expect(there).toEqual({ passage: { go: 'on', drop: 'revoked_by_admin' }, insistence: [true] })
  })

  it('keeps the cookie of a session that another tab began meanwhile, and goes back to its page', async () => {
    const path = '/sign-in?ended=revoked_by_admin&next=%2Fsessions%3Fstate%3Dactive'
    const { passage } = await pass({ path }, { outcome: 'refreshed', tokens: fresh })
    expect(passage).toEqual({ go: 'to', path: '/sessions?state=active', keep: fresh })
    expect((await pass({ path }, { outcome: 'unknown' })).passage).toEqual({ go: 'on' })
  })

  it('that signs in is not asked about the session before', async () => {
    expect(await pass({ path: '/sign-in?ended=expired', method: 'POST' })).toEqual({ passage: { go: 'on' }, insistence: [] })
  })

  it('hears it in the action when it writes', async () => {
    const { passage } = await pass({ cookie: tokens(-1), method: 'POST' }, { outcome: 'over', reason: 'expired' })
    expect(passage).toEqual({ go: 'on', drop: 'expired' })
  })
})

describe('a request whose access token the API refused', () => {
  const path = '/refresh?next=%2Fsessions%3Fq%3Dada'

  it('gets new tokens although the old ones had time left, and goes back to its page', async () => {
    const { passage, insistence } = await pass({ path }, { outcome: 'refreshed', tokens: fresh })
    expect(passage).toEqual({ go: 'to', path: '/sessions?q=ada', keep: fresh })
    expect(insistence).toEqual([true])
  })

  it('signs in again when the session is over, and then goes back to its page', async () => {
    const { passage } = await pass({ path }, { outcome: 'over', reason: 'reuse_detected' })
    expect(passage).toEqual({ go: 'to', path: '/sign-in?ended=reuse_detected&next=%2Fsessions%3Fq%3Dada' })
  })

  it('stays on the page that says so when nobody answers', async () => {
    expect((await pass({ path }, { outcome: 'unknown' })).passage).toEqual({ go: 'on' })
  })

  it('is led to no other site', async () => {
    const { passage } = await pass({ path: '/refresh?next=//evil.example' }, { outcome: 'refreshed', tokens: fresh })
    expect(passage).toMatchObject({ go: 'to', path: '/' })
  })
})
