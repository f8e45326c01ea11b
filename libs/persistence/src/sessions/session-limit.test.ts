import { type Session, successorOf } from '@tessera/core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newClient } from '../testing/clients.js'
import { manySessions } from '../testing/revoking.js'
import { rowsRead } from '../testing/rows-read.js'
import { handedOut, origin, testStore, type TestStore } from '../testing/store.js'
import { endOldest } from './end-oldest.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

/** A user at a client that allows them so many live sessions; `end` tells how one has ended, null while it lives. */
async function bounded(limit: number | null) {
  const [clientId, userId] = [await newClient(at, { sessions_per_user: limit }), await at.createUser()]
  return {
    clientId,
    userId,
    logIn: () => {
      // Of two that start in one millisecond nobody can tell which is the older.
      at.pass(0.001)
      return at.start({ clientId, userId, endsOldest: true })
    },
  }
}

async function endOf({ id }: Session): Promise<string | null> {
  const listed = await at.store.find(id, {})
  return listed?.reason ?? listed?.limit ?? null
}
const endsOf = (sessions: readonly Session[]) => Promise.all(sessions.map(endOf))

/** Logs in one after the other. */
async function times<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const done: T[] = []
  while (done.length < count) done.push(await work())
  return done
}

describe('a client that bounds the sessions of a user', () => {
  it('lets the newest live: each login beyond the bound ends the oldest', async () => {
    const { logIn } = await bounded(3)
    const sessions = await times(3, logIn)
    expect(await endsOf(sessions)).toEqual([null, null, null])
    sessions.push(await logIn())
    expect(await endsOf(sessions)).toEqual(['limit_exceeded', null, null, null])
    sessions.push(await logIn())
    expect(await endsOf(sessions)).toEqual(['limit_exceeded', 'limit_exceeded', null, null, null])
    expect(await at.refresh(successorOf(sessions[0]!))).toMatchObject({
      ...{ outcome: 'refused', refusal: 'session_ended' },
      end: { state: 'ended', reason: 'limit_exceeded', by: null },
    })
  })

  it('ends those that there were before it a thousand at a time: however many they are, no statement takes too long', async () => {
    const [one] = await manySessions(at, 2500)
    const { userId } = (await at.store.read(one!.id))!.known.session
    const clientId = await newClient(at, { sessions_per_user: 3 })
    await at.pool.query('UPDATE sessions SET client_id = $2 WHERE user_id = $1', [userId, clientId])
    const statements = vi.spyOn(pg.Client.prototype, 'query')
    const live = async () => (await at.store.list({ reach: {}, userId, state: 'active', limit: 100 })).items.length
    do expect(await at.startAs(userId, { clientId, endsOldest: true })).not.toBeNull()
    while ((await live()) > 3)
    const named = statements.mock.calls.map(([asked]) => (asked as { readonly name?: string }).name)
    expect(named.filter((name) => name === 'end-oldest-sessions').length).toBeGreaterThan(2)
    statements.mockRestore()
  })

  it('passes over what a watermark has ended at first sight, but for the session that it spared', async () => {
    const [one] = await manySessions(at, 1000)
    const { userId } = (await at.store.read(one!.id))!.known.session
    const [clientId, spared] = [await newClient(at, { sessions_per_user: 1 }), await at.start({ userId })]
    await at.pool.query('UPDATE sessions SET client_id = $2 WHERE user_id = $1', [userId, clientId])
    at.pass(1)
    await at.store.endAll({ of: { scope: 'user', subject: userId }, reason: 'revoked_by_user', by: userId, except: spared.id, origin })
    at.pass(1)
    const session = await at.start({ userId, clientId })
    const ground = { pool: at.pool, defaults: at.defaults, clockOffset: () => at.passed() * 1000 }
    const { read } = await rowsRead(at.pool, 'watermarks', (connection) => endOldest(ground, connection, session, origin))
    expect(read).toBeLessThan(50)
    await at.start({ userId, clientId, endsOldest: true })
    expect(await endOf(spared)).toBe('limit_exceeded')
  })

  it('logs each end once, with the login that caused it: nobody ended it but a rule', async () => {
    const { logIn } = await bounded(1)
    const [first] = await times(3, logIn)
    const history = await at.store.history(first!.id)
    expect(history.map(({ kind }) => kind)).toEqual(['session_started', 'session_ended'])
    expect(history[1]).toMatchObject({ reason: 'limit_exceeded', by: null, ip: origin.ip, userAgent: origin.userAgent })
    expect(history[1]?.at).toBe((await at.store.read(first!.id))?.known.session.revokedAt)
  })

  it('keeps exactly as many when twenty log in at once, and turns none of them away', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 5; round++) {
      const { logIn } = await bounded(3)
      const ends = await endsOf(await Promise.all(Array.from({ length: 20 }, logIn)))
      expect(ends.filter((end) => end === null)).toHaveLength(3)
      expect(ends.filter((end) => end === 'limit_exceeded')).toHaveLength(17)
    }
  })

  it('leaves the user’s sessions at other clients, and other users’ at this one', async () => {
    const { clientId, userId, logIn } = await bounded(1)
    const elsewhere = await at.start({ userId })
    const unbounded = await at.start({ userId, clientId: await newClient(at) })
    const others = await at.start({ clientId, endsOldest: true })
    await times(3, logIn)
    expect(await endsOf([elsewhere, unbounded, others])).toEqual([null, null, null])
  })

  const stamped = async (session: Session, column: string) => {
    await at.pool.query(`UPDATE sessions SET ${column} = 30 WHERE id = $1`, [session.id])
    at.pass(60)
  }
  const ways: readonly (readonly [string, (session: Session, spared: Session) => Promise<unknown>])[] = [
    ['logout', ({ id }) => at.store.end({ id, reason: 'logout', by: 'owner', origin })],
    [
      'revoked_by_user',
      ({ userId: subject }, { id }) =>
        at.store.endAll({ of: { scope: 'user', subject }, reason: 'revoked_by_user', by: subject, except: id, origin }),
    ],
    ['idle', (session) => stamped(session, 'idle_timeout')],
    ['absolute', (session) => stamped(session, 'absolute_lifetime')],
  ]

  it.each(ways)('does not count a session that is over (%s), nor ends it again', async (end, over) => {
    const { logIn } = await bounded(2)
    const [first, second] = [await logIn(), await logIn()]
    await over(second, first)
    const third = await logIn()
    expect(await endsOf([first, second, third])).toEqual([null, end, null])
    const fourth = await logIn()
    expect(await endsOf([first, second, third, fourth])).toEqual(['limit_exceeded', end, null, null])
  })

  it.each(['idle_timeout', 'absolute_lifetime'])('does not count a session that is over by the client’s %s of today', async (column) => {
    const { clientId, logIn } = await bounded(2)
    const [first, second] = [await logIn(), await logIn()]
    at.pass(60)
    handedOut(await at.refresh(successorOf(first)))
    // What the client allows is tightened; the first session was refreshed since, or started, as it were, just now.
    if (column === 'absolute_lifetime') {
      await at.pool.query(`UPDATE sessions SET started_at = started_at + interval '60 seconds' WHERE id = $1`, [first.id])
    }
    await at.pool.query(`UPDATE clients SET ${column} = 30 WHERE id = $1`, [clientId])
    const third = await logIn()
    expect(await endsOf([first, second, third])).toEqual([null, column === 'idle_timeout' ? 'idle' : 'absolute', null])
  })

  it('never ends the session that has just started, whatever order the ids have', async () => {
    const { userId, logIn } = await bounded(2)
    // By a clock ahead of ours: until then, all sessions of this user start at the same instant.
    await at.pool.query(
      `INSERT INTO watermarks (subject, at, reason) VALUES ($1, clock_timestamp() + interval '1 day', 'password_changed')`,
      [`user:${userId}`],
    )
    for (let login = 0; login < 12; login++) expect(await endOf(await logIn())).toBeNull()
  })

  it('whose bound was lowered ends all that are beyond it, at the next login', async () => {
    const { clientId, logIn } = await bounded(5)
    const sessions = await times(5, logIn)
    await at.pool.query('UPDATE clients SET sessions_per_user = 2 WHERE id = $1', [clientId])
    sessions.push(await logIn())
    expect(await endsOf(sessions)).toEqual([...Array.from({ length: 4 }, () => 'limit_exceeded'), null, null])
  })

  it('whose bound was taken away while a password was verified ends none', async () => {
    const { logIn } = await bounded(null)
    expect(await endsOf(await times(3, logIn))).toEqual([null, null, null])
  })

  it('lets no refresh outlive the login that ended its session', { timeout: 60_000 }, async () => {
    let raced = 0
    for (let round = 0; round < 60; round++) {
      const { logIn } = await bounded(1)
      const token = successorOf(await logIn())
      const [second, ...refreshed] = await Promise.all([logIn(), ...Array.from({ length: 5 }, () => at.refresh(token))])
      for (const answer of refreshed) {
        raced += Number(answer.outcome !== 'refused')
        const next = answer.outcome === 'refused' ? token : successorOf(answer.session)
        expect(await at.refresh(next)).toMatchObject({ refusal: 'session_ended', end: { reason: 'limit_exceeded' } })
      }
      expect(await endOf(second)).toBeNull()
    }
    expect(raced).toBeGreaterThan(0)
  })
})
