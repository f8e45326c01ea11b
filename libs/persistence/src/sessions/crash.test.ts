import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { successorOf } from '@tessera/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded/index.js'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'

let postgres: EmbeddedPostgres
let at: TestStore
const dataDir = mkdtempSync(join(tmpdir(), 'tessera-crash-'))
beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir })
  at = await testStore({}, { url: postgres.url })
})
afterAll(async () => {
  await at.close()
  await postgres.stop()
  rmSync(postgres.dataDir, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
})

const rounds = process.env['TESSERA_DEEP'] ? 30 : 3

it('loses no client when PostgreSQL is killed in the middle of refreshes', { timeout: 300_000 }, async () => {
  for (let round = 0; round < rounds; round++) {
    let answered = 0
    let down = false
    const faults: unknown[] = []
    const clients = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const session = await at.start()
        return { token: successorOf(session), refusals: [] as string[] }
      }),
    )
    /** An honest client: keeps its token until it has an answer, and gives up at nothing. */
    const use = async (client: (typeof clients)[number]) => {
      while (!down) {
        try {
          const refreshed = await at.store.refresh(attemptWith(client.token), origin)
          if (refreshed.outcome === 'refused') return void client.refusals.push(refreshed.refusal)
          client.token = handedOut(refreshed)
          answered++
        } catch (fault) {
          faults.push(fault)
          return
        }
      }
    }
    const users = clients.map(use)
    while (answered < 200) await new Promise(setImmediate)
    await postgres.kill()
    down = true
    await Promise.all(users)
    expect(faults.length).toBeGreaterThan(0)
    await postgres.restart()

    for (const client of clients) {
      expect(client.refusals).toEqual([])
      expect(await at.refresh(client.token)).toMatchObject({ outcome: expect.stringMatching(/^(rotated|retried)$/) })
    }
  }
})

it('keeps a revocation that was acknowledged before the kill', { timeout: 60_000 }, async () => {
  const session = await at.start()
  await at.store.end({ id: session.id, reason: 'revoked_by_admin', by: null, origin })
  await postgres.kill()
  await postgres.restart()
  expect(await at.refresh(successorOf(session))).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
})
