import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PresentedRefreshToken, type Session, successorOf } from '@tessera/core'
import type { Pool, QueryConfig } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded/index.js'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'
import { sessionStore } from './index.js'

let postgres: EmbeddedPostgres
let at: TestStore
const dataDir = mkdtempSync(join(tmpdir(), 'tessera-relaxed-'))
beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir })
  at = await testStore({}, { url: postgres.url, relaxed: true })
  // By itself the log is flushed five times a second, whoever waits for it. So that more is lost than that, and the test is a test.
  await at.pool.query(`ALTER SYSTEM SET wal_writer_delay = '10s'`)
  await at.pool.query('SELECT pg_reload_conf()')
})
afterAll(async () => {
  await at.close()
  await postgres.stop()
  rmSync(postgres.dataDir, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
})

const isDeep = Boolean(process.env['TESSERA_DEEP'])
const [rounds, clients, stolen] = isDeep ? [60, 600, 20] : [3, 200, 5]

interface Client {
  readonly id: string
  readonly userId: string
  token: PresentedRefreshToken
  /** How far it has come, by what it was answered. */
  generation: number
  refusal?: string
}

async function newClients(many: number): Promise<Client[]> {
  const sessions: Session[] = []
  const userId = await at.createUser()
  while (sessions.length < many) sessions.push(...(await Promise.all(Array.from({ length: 20 }, () => at.start({ userId })))))
  return sessions.slice(0, many).map((session) => ({ id: session.id, userId, token: successorOf(session), generation: 0 }))
}

async function refresh(client: Client): Promise<void> {
  const refreshed = await at.store.refresh(attemptWith(client.token), origin)
  if (refreshed.outcome === 'refused') client.refusal = refreshed.refusal
  else {
    client.token = handedOut(refreshed)
    client.generation = refreshed.session.generation
  }
}

/** An honest client: keeps its token until it has an answer, and gives up at nothing. */
async function untilGone(client: Client, counted: () => void): Promise<void> {
  try {
    while (client.refusal === undefined) {
      await refresh(client)
      counted()
    }
  } catch {
    // The database is gone. The token stays.
  }
}

it(
  'loses no client when PostgreSQL is killed in the middle of refreshes that it did not wait for; and undoes no revocation, no reuse and no login',
  { timeout: isDeep ? 900_000 : 60_000 },
  async () => {
    const honest = await newClients(clients)
    let lost = 0
    for (let round = 0; round < rounds; round++) {
      const [revoked, thieves] = [await newClients(stolen), await newClients(stolen)]
      let answered = 0
      const users = [...honest, ...revoked].map((client) => untilGone(client, () => answered++))
      while (answered < 3 * clients) await new Promise(setImmediate)
      // All of these are acknowledged before the kill, in the middle of what is not waited for.
      for (const { id } of revoked) await at.store.end({ id, reason: 'revoked_by_admin', by: null, origin })
      for (const thief of thieves) await stealAndShow(thief)
      const late = await newClients(stolen)
      const before = answered
      while (answered < before + 2 * clients) await new Promise(setImmediate)
      await postgres.kill()
      await Promise.all(users)
      await postgres.restart()

      lost += await lostCommits(honest)
      for (const { refusal } of honest) expect(refusal).toBeUndefined()
      await Promise.all([...honest, ...late].map(refresh))
      for (const client of [...honest, ...late]) expect(client).not.toHaveProperty('refusal')
      for (const client of [...revoked, ...thieves]) {
        expect(await at.refresh(client.token)).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
      }
    }
    // Else nothing of this was tried.
    expect(lost).toBeGreaterThan(clients)
  },
)

/** A token that was used long ago is shown again: the slow path ends the session, and says so once that is on the disk. */
async function stealAndShow(client: Client): Promise<void> {
  const old = client.token
  for (let turn = 0; turn < 3; turn++) await refresh(client)
  expect(await at.refresh(old)).toMatchObject({ outcome: 'refused', refusal: 'reuse_detected' })
}

/** How many generations the database has forgotten that clients were answered with. */
async function lostCommits(known: readonly Client[]): Promise<number> {
  const { rows } = await at.pool.query<{ id: string; generation: number }>('SELECT id, generation FROM sessions WHERE id = ANY ($1)', [
    known.map(({ id }) => id),
  ])
  const stored = new Map(rows.map(({ id, generation }) => [id, generation]))
  return known.reduce((sum, { id, generation }) => sum + Math.max(0, generation - (stored.get(id) ?? 0)), 0)
}

describe('connections that do not wait for the disk', () => {
  it('are those of rotations, and no others are', async () => {
    const of = async (pool: Pool) =>
      (await pool.query<{ synchronous_commit: string }>('SHOW synchronous_commit')).rows[0]?.synchronous_commit
    expect([await of(at.database.rotations), await of(at.pool)]).toEqual(['off', 'on'])
  })

  it('have the one statement of a refresh, and nothing of what a login, a reuse, a revocation or the slow path writes', async () => {
    const seen: string[] = []
    const query = (config: QueryConfig) => {
      seen.push(config.name ?? config.text)
      return at.database.rotations.query(config)
    }
    const store = sessionStore({ pool: at.pool, rotations: { query } as unknown as Pool }, at.defaults)
    const [client, other] = await newClients(2)
    const first = client!.token
    for (let turn = 0; turn < 3; turn++) {
      client!.token = handedOut(await store.refresh(attemptWith(client!.token), { ...origin, ip: `192.0.2.${turn}` }))
    }
    expect(await store.refresh(attemptWith(first), origin)).toMatchObject({ refusal: 'reuse_detected' })
    await store.end({ id: other!.id, reason: 'logout', by: null, origin })
    await store.endAll({ of: { scope: 'user', subject: other!.userId }, reason: 'revoked_by_admin', by: null, except: null, origin })
    expect(new Set(seen)).toEqual(new Set(['rotate']))
  })
})
