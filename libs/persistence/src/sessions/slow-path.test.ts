import { successorOf } from '@tessera/core'
import type { Pool, QueryConfig } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newClient } from '../testing/clients.js'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'
import { untilWaiting } from '../testing/waiting.js'
import { sessionStore } from './index.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

/** A session whose first token was used, and comes back after the retry window: what the one statement leaves to the judge. */
async function late() {
  const session = await at.start()
  const token = successorOf(session)
  handedOut(await at.refresh(token))
  at.pass(60)
  return { session, token }
}

it('a hundred simultaneous late repeats of one token give one new branch', { timeout: 60_000 }, async () => {
  for (let round = 0; round < 20; round++) {
    const { token } = await late()
    const all = await Promise.all(Array.from({ length: 100 }, () => at.refresh(token)))
    expect(all.filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1)
    expect(new Set(all.map((refreshed) => JSON.stringify(handedOut(refreshed)))).size).toBe(1)
  }
})

it('no new branch outlives a revocation that it races', { timeout: 60_000 }, async () => {
  for (let round = 0; round < 60; round++) {
    const { session, token } = await late()
    const refreshing = () => Array.from({ length: 5 }, () => at.refresh(token))
    await Promise.all([...refreshing(), at.store.end({ id: session.id, reason: 'revoked_by_admin', by: null, origin }), ...refreshing()])
    expect(await at.refresh(token)).toMatchObject({ outcome: 'refused', refusal: 'session_ended', end: { reason: 'revoked_by_admin' } })
    expect((await at.store.history(session.id)).filter(({ kind }) => kind === 'session_ended')).toHaveLength(1)
  }
})

it('five who end one session at once make one end and one event', { timeout: 60_000 }, async () => {
  for (let round = 0; round < 40; round++) {
    const session = await at.start()
    const ending = () => at.store.end({ id: session.id, reason: 'revoked_by_admin', by: null, origin })
    const ends = await Promise.all(Array.from({ length: 5 }, ending))
    expect(ends.filter((decision) => decision?.outcome === 'ended')).toHaveLength(1)
    expect((await at.store.history(session.id)).filter(({ kind }) => kind === 'session_ended')).toHaveLength(1)
  }
})

it('a refused reuse leaves the last address to the holder: the thief’s is in the event', async () => {
  const { session, token } = await late()
  const next = handedOut(await at.refresh(token))
  handedOut(await at.refresh(next))
  at.pass(60)
  const attempt = attemptWith(token)
  expect(await at.store.refresh(attempt, { ip: '203.0.113.9', userAgent: null })).toMatchObject({ refusal: 'reuse_detected' })
  expect(await at.store.find(session.id, {})).toMatchObject({ lastIp: origin.ip })
  expect((await at.store.history(session.id)).at(-1)).toMatchObject({ ip: '203.0.113.9' })
})

it.each([false, true])(
  'a refresh that waited for its row does not outlive a watermark set meanwhile (after the retry window: %s)',
  async (afterWindow) => {
    for (let round = 0; round < 10; round++) {
      const { session, token } = afterWindow
        ? await late()
        : await at.start().then((started) => ({ session: started, token: successorOf(started) }))
      const blocker = await at.pool.connect()
      await blocker.query('BEGIN')
      await blocker.query('SELECT FROM sessions WHERE id = $1 FOR UPDATE', [session.id])
      const refreshing = at.refresh(token)
      const waits = async (milliseconds: number) => {
        const { rowCount } = await at.pool.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > $1 * interval '1 ms'`,
          [milliseconds],
        )
        return rowCount === 1
      }
      while (!(await waits(0)));
      await at.store.endAll({
        of: { scope: 'user', subject: session.userId },
        reason: 'revoked_by_user',
        by: session.userId,
        except: null,
        origin,
      })
      while (!(await waits(5)));
      await blocker.query('COMMIT')
      blocker.release()
      expect(await refreshing).toMatchObject({ outcome: 'refused', refusal: 'session_ended', end: { reason: 'revoked_by_user' } })
    }
  },
)

it('a refresh that waited for its row is no reuse, however short the retry window is and however long it takes to look again', async () => {
  const clientId = await newClient(at, { reuse_policy: 'strict', retry_window: 1, access_token_lifetime: 60 })
  const session = await at.start({ clientId })
  const [blocker, writer] = [await at.pool.connect(), await at.pool.connect()]
  // Longer than a slow machine takes to see that it waits.
  await writer.query(`SET lock_timeout = '3s'`)
  await blocker.query('BEGIN')
  await blocker.query('SELECT FROM sessions WHERE id = $1 FOR UPDATE', [session.id])
  const names: string[] = []
  const query = async (config: QueryConfig) => {
    const isFirst = !names.includes(config.name ?? '')
    names.push(config.name ?? '')
    if (config.name !== 'write-session' || !isFirst) return at.pool.query(config)
    const written = writer.query(config)
    await untilWaiting(at, 5)
    await blocker.query('COMMIT')
    return written.finally(() => at.pass(2))
  }
  const store = sessionStore({ pool: { query } as unknown as Pool }, at.defaults, () => at.passed() * 1000)
  expect(await store.refresh(attemptWith(successorOf(session)), origin)).toMatchObject({ outcome: 'rotated', session: { generation: 1 } })
  expect(names).toEqual(['rotate', 'read-session', 'write-session', 'read-session'])
  blocker.release()
  writer.release(true)
})
