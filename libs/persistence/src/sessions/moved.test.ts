import { type PresentedRefreshToken, type Session, successorOf } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handedOut, origin, testStore, type TestStore } from '../testing/store.js'
import { agentHash, mostMovesLogged } from './moved.js'
import type { Origin } from './rows.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const from = (ip: string | null, userAgent: string | null = firefox): Origin => ({ ip, userAgent })

/** Refreshes from one place after the other. @returns where the session is said to have moved */
async function wander(login: Origin, ...refreshes: Origin[]): Promise<Origin[]> {
  const session = await at.start({ origin: login })
  let token = successorOf(session)
  for (const place of refreshes) token = handedOut(await at.refresh(token, place))
  return movesOf(session)
}

async function movesOf({ id }: Pick<Session, 'id'>): Promise<Origin[]> {
  const moves = (await at.store.history(id)).filter(({ kind }) => kind === 'session_moved')
  return moves.map(({ ip, userAgent }) => ({ ip, userAgent }))
}

/** A session whose first token was used, and comes back after the retry window: what the one statement leaves to the judge. */
async function late(): Promise<{ session: Session; token: PresentedRefreshToken }> {
  const session = await at.start({ origin: from('192.0.2.7') })
  const token = successorOf(session)
  handedOut(await at.refresh(token, from('192.0.2.7')))
  at.pass(60)
  return { session, token }
}

describe('a session moves', () => {
  it.each<[string, Origin, Origin]>([
    ['to another network of IPv4', from('192.0.2.7'), from('192.0.3.7')],
    ['to another network of IPv6', from('2001:db8:1::7'), from('2001:db8:2::7')],
    ['from IPv4 to IPv6', from('192.0.2.7'), from('2001:db8:2::7')],
    ['to another browser', from('192.0.2.7'), from('192.0.2.7', chrome)],
    ['to both', from('192.0.2.7'), from('198.51.100.1', chrome)],
  ])('%s', async (_, before, after) => {
    expect(await wander(before, before, after, after)).toEqual([after])
  })

  it.each<[string, Origin, Origin]>([
    ['within a network of IPv4', from('192.0.2.7'), from('192.0.2.200')],
    ['within a network of IPv6', from('2001:db8:1:1::7'), from('2001:db8:1:ffff::9')],
    ['where the address is not known', from('192.0.2.7'), from(null)],
    ['where the address was not known', from(null), from('192.0.2.7')],
    ['where the browser is not known', from('192.0.2.7'), from('192.0.2.7', null)],
    ['where the browser was not known', from('192.0.2.7', null), from('192.0.2.7')],
  ])('but not %s', async (_, before, after) => {
    expect(await wander(before, before, after, before)).toEqual([])
  })

  it('each time that it does, and what was not known between is no way back', async () => {
    const [home, away] = [from('192.0.2.7'), from('198.51.100.1', chrome)]
    expect(await wander(home, away, from(null, null), away, home)).toEqual([away, home])
  })

  it('once, when the next refresh from there comes in the same millisecond', async () => {
    const session = await at.start({ origin: from('192.0.2.7') })
    const away = from('198.51.100.1', chrome)
    const token = handedOut(await at.refresh(successorOf(session), away))
    // As if no time had passed: the clock is the database's, and cannot be stopped.
    await at.pool.query(`UPDATE sessions SET moved_at = moved_at + interval '1 hour' WHERE id = $1`, [session.id])
    handedOut(await at.refresh(token, away))
    const { rows } = await at.pool.query<{ moved: boolean }>('SELECT moved_at < issued_at AS moved FROM sessions WHERE id = $1', [
      session.id,
    ])
    expect([await movesOf(session), rows]).toEqual([[away], [{ moved: true }]])
  })

  it('not by the first refresh after an update that began to compare browsers', async () => {
    const session = await at.start({ origin: from('192.0.2.7') })
    await at.pool.query('UPDATE sessions SET last_agent = NULL WHERE id = $1', [session.id])
    const token = handedOut(await at.refresh(successorOf(session), from('192.0.2.7', chrome)))
    expect(await movesOf(session)).toEqual([])
    handedOut(await at.refresh(token, from('192.0.2.7')))
    expect(await movesOf(session)).toEqual([from('192.0.2.7')])
  })

  it('by a new branch too: that is who presented the token late', async () => {
    const { session, token } = await late()
    const elsewhere = from('203.0.113.9', chrome)
    expect((await at.refresh(token, elsewhere)).outcome).toBe('rotated')
    expect(await movesOf(session)).toEqual([elsewhere])
    expect((await at.store.history(session.id)).map(({ kind }) => kind)).toEqual(['session_started', 'session_branched', 'session_moved'])
    expect(await at.store.find(session.id, {})).toMatchObject({ lastIp: '203.0.113.9' })
  })

  it('by no retry, which writes nothing, and by no reuse, which is the thief’s', async () => {
    const { session, token } = await late()
    const elsewhere = from('203.0.113.9', chrome)
    const next = handedOut(await at.refresh(token, from('192.0.2.7')))
    expect((await at.refresh(token, elsewhere)).outcome).toBe('retried')
    handedOut(await at.refresh(next, from('192.0.2.7')))
    at.pass(60)
    expect(await at.refresh(token, elsewhere)).toMatchObject({ refusal: 'reuse_detected' })
    expect(await movesOf(session)).toEqual([])
  })

  it('once, however many refresh from there at once', async () => {
    for (let round = 0; round < 20; round++) {
      const { session, token } = round % 2 === 0 ? await late() : { session: await at.start(), token: null }
      const shown = token ?? successorOf(session)
      await Promise.all(Array.from({ length: 30 }, () => at.refresh(shown, from('203.0.113.9'))))
      expect(await movesOf(session)).toEqual([from('203.0.113.9')])
    }
  })

  it('as often as it likes, and its history holds two hundred times at most', { timeout: 30_000 }, async () => {
    const session = await at.start({ origin: from('192.0.2.7') })
    await at.pool.query(
      `INSERT INTO events (at, kind, session_id, user_id) SELECT now(), 'session_moved', $1, $2 FROM generate_series(1, $3)`,
      [session.id, session.userId, mostMovesLogged - 1],
    )
    let token = successorOf(session)
    for (const ip of ['192.0.3.7', '192.0.4.7', '192.0.5.7']) token = handedOut(await at.refresh(token, from(ip)))
    const moves = await movesOf(session)
    expect(moves).toHaveLength(mostMovesLogged)
    expect(moves.at(-1)).toEqual(from('192.0.3.7'))
    const { rows } = await at.pool.query<{ seen: boolean }>('SELECT moved_at = issued_at AS seen FROM sessions WHERE id = $1', [session.id])
    expect(rows).toEqual([{ seen: true }])
  })
})

it('a user agent is compared by 32 bits, as PostgreSQL’s integer has them', () => {
  expect(agentHash(null)).toBeNull()
  for (const userAgent of [firefox, chrome, origin.userAgent, '', '🙂']) {
    const hash = agentHash(userAgent)
    expect(hash).toBe(agentHash(userAgent))
    expect(Number.isInteger(hash) && Math.abs(hash ?? 0) <= 2 ** 31).toBe(true)
  }
  expect(agentHash(firefox)).not.toBe(agentHash(chrome))
})
