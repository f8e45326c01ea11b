import { successorOf } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

const rounds = process.env['TESSERA_DEEP'] ? 2000 : 200

describe('refreshing, on PostgreSQL', () => {
  it('follows a line of successors in one row', async () => {
    const session = await at.start()
    let token = successorOf(session)
    for (let generation = 1; generation <= 5; generation++) {
      const refreshed = await at.refresh(token)
      expect(refreshed).toMatchObject({ outcome: 'rotated', session: { generation, branch: 0, issuedBranch: 0 } })
      token = handedOut(refreshed)
    }
    const { rows } = await at.pool.query('SELECT count(*)::int AS events FROM events WHERE session_id = $1', [session.id])
    expect(rows[0]).toEqual({ events: 1 })
  })

  it('answers a retry with the same successor and writes nothing', async () => {
    const session = await at.start()
    const first = await at.refresh(successorOf(session))
    const { rows: before } = await at.pool.query('SELECT xmin::text, s.* FROM sessions s WHERE id = $1', [session.id])
    const again = await at.refresh(successorOf(session))
    const { rows: after } = await at.pool.query('SELECT xmin::text, s.* FROM sessions s WHERE id = $1', [session.id])
    expect(again.outcome).toBe('retried')
    expect(handedOut(again)).toEqual(handedOut(first))
    expect(after).toEqual(before)
  })

  it('commits the revocation when it refuses a reuse, and logs who presented what', async () => {
    const session = await at.start()
    const stale = successorOf(session)
    const second = handedOut(await at.refresh(stale))
    handedOut(await at.refresh(second))
    at.pass(60)
    expect(await at.store.refresh(attemptWith(stale), { ip: '203.0.113.9', userAgent: 'thief' })).toMatchObject({
      outcome: 'refused',
      refusal: 'reuse_detected',
      end: { state: 'ended', reason: 'reuse_detected' },
    })
    expect((await at.store.read(session.id))?.known.session).toMatchObject({ revokedReason: 'reuse_detected', revokedBy: null })
    const history = await at.store.history(session.id)
    expect(history.map(({ kind }) => kind)).toEqual(['session_started', 'session_ended'])
    expect(history[1]).toMatchObject({
      reason: 'reuse_detected',
      ip: '203.0.113.9',
      userAgent: 'thief',
      presented: { generation: 1, branch: 0 },
    })
  })

  it('logs the first new branch of a generation, and not each one: a client that never rotates costs no storage', async () => {
    const session = await at.start()
    const token = successorOf(session)
    handedOut(await at.refresh(token))
    for (let again = 0; again < 4; again++) {
      at.pass(60)
      expect((await at.refresh(token)).outcome).toBe('rotated')
    }
    expect((await at.store.history(session.id)).map(({ kind }) => kind)).toEqual(['session_started', 'session_branched'])
  })

  it('does not know a session that retention removed', async () => {
    expect(await at.refresh({ sessionId: '019aa000-0000-7000-8000-000000000000', generation: 1, branch: 0 })).toMatchObject({
      outcome: 'refused',
      refusal: 'session_unknown',
    })
  })

  it('gives a hundred simultaneous refreshes of one token one successor', { timeout: 120_000 }, async () => {
    let token = successorOf(await at.start())
    for (let round = 0; round < rounds; round++) {
      const all = await Promise.all(Array.from({ length: 100 }, () => at.refresh(token)))
      expect(all.filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1)
      const successors = new Set(all.map((refreshed) => JSON.stringify(handedOut(refreshed))))
      expect([...successors]).toHaveLength(1)
      token = handedOut(all[0]!)
    }
  })

  it('never lets a refresh outlive a revocation that it races', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 100; round++) {
      const session = await at.start()
      const token = successorOf(session)
      const [, ...raced] = await Promise.all([
        at.store.end({ id: session.id, reason: 'revoked_by_admin', by: null, origin }),
        ...Array.from({ length: 5 }, () => at.refresh(token)),
      ])
      for (const refreshed of raced) {
        const next = refreshed.outcome === 'refused' ? token : successorOf(refreshed.session)
        expect(await at.refresh(next)).toMatchObject({ outcome: 'refused', refusal: 'session_ended', end: { reason: 'revoked_by_admin' } })
      }
    }
  })

  it('never lets a refresh outlive a watermark that it races', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 50; round++) {
      const session = await at.start()
      const token = successorOf(session)
      await Promise.all([
        at.store.endAll({
          of: { scope: 'user', subject: session.userId },
          reason: 'revoked_by_user',
          by: session.userId,
          except: null,
          origin,
        }),
        at.refresh(token),
      ])
      expect(await at.refresh(token)).toMatchObject({ outcome: 'refused', refusal: 'session_ended', end: { reason: 'revoked_by_user' } })
    }
  })

  it('touches no index and moves no row: every refresh is a HOT update', async () => {
    // One connection, so that the transaction statistics of its backend show every statement.
    const alone = await testStore({}, { poolSize: 1 })
    const updates = async () => {
      const { rows } = await alone.pool.query<{ all: number; hot: number }>(
        `SELECT pg_stat_get_xact_tuples_updated('sessions'::regclass) AS all, pg_stat_get_xact_tuples_hot_updated('sessions'::regclass) AS hot`,
      )
      return rows[0]!
    }
    let token = successorOf(await alone.start())
    const before = await updates()
    for (let generation = 0; generation < 20; generation++) {
      // From elsewhere each time, so that what is noted of a move is in it.
      token = handedOut(await alone.refresh(token, { ip: `192.0.${generation}.1`, userAgent: `browser ${generation}` }))
    }
    const after = await updates()
    expect({ all: after.all - before.all, hot: after.hot - before.hot }).toEqual({ all: 20, hot: 20 })
    await alone.close()
  })
})
