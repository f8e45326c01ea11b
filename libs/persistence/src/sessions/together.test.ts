import { type PresentedRefreshToken, type Session, successorOf } from '@tessera/core'
import type { Pool, QueryConfig } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { attemptWith, origin, testStore, type TestStore } from '../testing/store.js'
import { untilWaiting } from '../testing/waiting.js'
import { sessionStore } from './index.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

/** A store that counts the statements of its refreshes. */
function counted() {
  const names: string[] = []
  const query = (config: QueryConfig) => {
    names.push(config.name ?? '')
    return at.pool.query(config)
  }
  const store = sessionStore({ pool: { query } as unknown as Pool }, at.defaults)
  return { names, refresh: (token: PresentedRefreshToken, rest = {}) => store.refresh(attemptWith(token, rest), origin) }
}

async function started(many: number): Promise<readonly Session[]> {
  const userId = await at.createUser()
  return Promise.all(Array.from({ length: many }, () => at.start({ userId })))
}

it('refreshes that wait at the same moment go to the database together, and each is answered by its own row', async () => {
  const { names, refresh } = counted()
  const sessions = await started(100)
  const answers = await Promise.all(sessions.map((session) => refresh(successorOf(session))))
  for (const [place, session] of sessions.entries())
    expect(answers[place]).toMatchObject({ outcome: 'rotated', session: { id: session.id, generation: 1 } })
  expect(names.filter((name) => name === 'rotate')).toHaveLength(2)
  // Where that took long, they were looked at once more; but no more than once a statement.
  expect(names.length).toBeLessThanOrEqual(4)
})

it('a refresh that comes alone is a statement of its own, at once', async () => {
  const { names, refresh } = counted()
  const [session] = await started(1)
  expect(await refresh(successorOf(session!))).toMatchObject({ outcome: 'rotated' })
  expect(names.filter((name) => name === 'rotate')).toHaveLength(1)
})

it('two of one session in one statement: one moves it on, and the other is judged as the retry that it is', async () => {
  const { refresh } = counted()
  const [session, other] = await started(2)
  const answers = await Promise.all([refresh(successorOf(session!)), refresh(successorOf(session!)), refresh(successorOf(other!))])
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['retried', 'rotated', 'rotated'])
})

it('a value that the database refuses fails its own refresh, and no other', async () => {
  const { refresh } = counted()
  const [bad, ...good] = await started(3)
  const answers = await Promise.allSettled([
    refresh(successorOf(bad!), { clientId: 'a\u0000b' }),
    ...good.map((session) => refresh(successorOf(session))),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(await refresh(successorOf(bad!))).toMatchObject({ outcome: 'rotated', session: { generation: 1 } })
})

it('a row that somebody holds keeps the others no longer than a lock may be waited for, and its own refresh is judged anew', async () => {
  const { refresh } = counted()
  const [held, ...free] = await started(3)
  const connection = await at.pool.connect()
  try {
    await connection.query('BEGIN')
    await connection.query(`UPDATE sessions SET revoked_at = now(), revoked_reason = 'logout' WHERE id = $1`, [held!.id])
    const ofHeld = refresh(successorOf(held!))
    const answers = await Promise.all(free.map((session) => refresh(successorOf(session))))
    expect(answers.map(({ outcome }) => outcome)).toEqual(['rotated', 'rotated'])
    await connection.query('COMMIT')
    expect(await ofHeld).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
  } finally {
    connection.release()
  }
})

it('no refresh outlives what ended its session while one of those that share its statement waited', async () => {
  const { refresh } = counted()
  const [held, ...free] = await started(3)
  const connection = await at.pool.connect()
  try {
    await connection.query('BEGIN')
    await connection.query('SELECT FROM sessions WHERE id = $1 FOR UPDATE', [held!.id])
    const answers = Promise.all([held!, ...free].map((session) => refresh(successorOf(session))))
    // What takes no longer than a millisecond is taken for one instant.
    await untilWaiting(at, 5)
    await at.pool.query(`INSERT INTO watermarks (subject, at, reason) VALUES ($1, now(), 'revoked_by_admin')`, [`user:${held!.userId}`])
    const acknowledgedBy = await at.database.now()
    await connection.query('COMMIT')
    // On a slow machine the wait may be over before the watermark is there: what was made then was made in time.
    for (const answer of await answers) {
      if (answer.outcome === 'refused') expect(answer.refusal).toBe('session_ended')
      else expect(answer.now).toBeLessThanOrEqual(acknowledgedBy)
    }
  } finally {
    connection.release()
  }
})
