import { createHash, randomUUID } from 'node:crypto'
import { type PresentedRefreshToken, successorOf } from '@tessera/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Refreshed } from '../sessions/index.js'
import { newClient } from '../testing/clients.js'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'
import { userStore } from '../users/index.js'
import { importStore, type ImportedTokenStore, importedTokenStore } from './index.js'

let at: TestStore
let tokens: ImportedTokenStore
beforeAll(async () => {
  at = await testStore({ retryWindow: 10, idleTimeout: 1000, absoluteLifetime: 100_000, accessTokenLifetime: 60 })
  tokens = importedTokenStore(at.database, at.defaults, () => at.passed() * 1000)
})
afterAll(() => at.close())

const { token: _, ...nothing } = attemptWith({ sessionId: '', generation: 0, branch: 0 })

async function moveIn({ expiresIn = 10_000, clientId = 'tessera', companyId = 1 } = {}) {
  const hash = createHash('sha256').update(randomUUID()).digest()
  const email = `${randomUUID()}@example.com`
  const [answer] = await importStore(at.database, () => at.passed() * 1000).users([
    {
      ...{ email, name: null, emailVerified: true, passwordHash: 'hash', createdAt: null, roles: [], companyId },
      tokens: [{ hash: hash.toString('hex'), clientId, expiresAt: Date.now() + (at.passed() + expiresIn) * 1000 }],
    },
  ])
  expect(answer).toEqual({ outcome: 'imported', tokens: 1, tokensTaken: 0 })
  const { rows } = await at.pool.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [email])
  return { hash, userId: rows[0]?.id ?? '' }
}

/** As the API does: exchange, then the ordinary refresh. */
async function present(hash: Buffer, rest: Partial<typeof nothing> = {}): Promise<Refreshed | 'unknown'> {
  const exchanged = await tokens.exchange(hash, { ...nothing, ...rest }, origin)
  if (exchanged === null) return 'unknown'
  if (exchanged.refusal !== undefined) return { outcome: 'refused', ...exchanged }
  return at.store.refresh(attemptWith(exchanged.place, rest), origin)
}

async function good(presented: Promise<Refreshed | 'unknown'>): Promise<PresentedRefreshToken> {
  const refreshed = await presented
  if (refreshed === 'unknown') throw new Error('nobody knows the token')
  return handedOut(refreshed)
}

const watermark = (subject: string) =>
  at.pool.query(
    `INSERT INTO watermarks (subject, at, reason) VALUES ($1, clock_timestamp() + make_interval(secs => $2), 'password_changed')`,
    [subject, at.passed() + 0.002],
  )

const sessionsOf = async (userId: string) =>
  (await at.pool.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [userId])).rows.length

describe('a live token that moved in', () => {
  it('is exchanged for a session, which is logged', async () => {
    const { hash, userId } = await moveIn()
    const successor = await good(present(hash))
    expect(successor).toMatchObject({ generation: 1, branch: 0 })
    const { rows } = await at.pool.query('SELECT kind, details FROM events WHERE user_id = $1 ORDER BY id', [userId])
    expect(rows).toEqual([
      { kind: 'user_imported', details: { roles: [] } },
      { kind: 'session_started', details: { imported: true } },
    ])
  })

  it('earns the same successor when its answer was lost, a new branch later, and is reuse once both are used', async () => {
    const { hash } = await moveIn()
    const first = await good(present(hash))
    expect(await good(present(hash))).toEqual(first)
    at.pass(20)
    const other = await good(present(hash))
    expect(other).toEqual({ ...first, branch: 1 })
    await good(at.refresh(other))
    at.pass(20)
    expect(await present(hash)).toMatchObject({ outcome: 'refused', refusal: 'reuse_detected' })
    expect(await at.refresh(other)).toMatchObject({ refusal: 'session_ended' })
  })

  it('starts one session when a hundred present it at once, and all have the same successor', async () => {
    const { hash, userId } = await moveIn()
    const all = await Promise.all(Array.from({ length: 100 }, () => good(present(hash))))
    expect(new Set(all.map((token) => JSON.stringify(token))).size).toBe(1)
    expect(await sessionsOf(userId)).toBe(1)
  })

  it('is void once the user’s, the company’s, the client’s or everybody’s sessions were ended, and starts nothing', async () => {
    for (const subject of ['user', 'client'] as const) {
      const clientId = await newClient(at)
      const { hash, userId } = await moveIn({ clientId })
      await watermark(subject === 'user' ? `user:${userId}` : `client:${clientId}`)
      expect(await present(hash)).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
      expect(await sessionsOf(userId)).toBe(0)
    }
  })

  it('ends with every other session of its user, though no session of theirs is stored but the one that asks', async () => {
    const { hash, userId } = await moveIn()
    const session = await at.start({ userId })
    const signOutElsewhere = () =>
      at.store.endAll({ of: { scope: 'user', subject: userId }, reason: 'revoked_by_user', by: userId, except: session.id, origin })
    await signOutElsewhere()
    expect(await present(hash)).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
    await good(at.refresh(successorOf(session)))
    await signOutElsewhere()
    const { rows } = await at.pool.query('SELECT FROM watermarks WHERE subject = $1', [`user:${userId}`])
    expect(rows).toHaveLength(1)
  })

  it('ends with its user’s sessions though the clock was set back since the import', async () => {
    at.pass(100)
    const { hash, userId } = await moveIn()
    at.pass(-100)
    const administering = { id: userId, by: userId, origin, reach: {}, only: null }
    for (const disabled of [true, false]) await userStore(at.database).change(administering, { disabled })
    expect(await present(hash)).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
  })

  it('stays void when its user moves on from the company whose sessions were ended, and is as good as before when none were', async () => {
    const newCompany = async () =>
      (await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('Shop') RETURNING id`)).rows[0]?.id
    const [left, other] = [await newCompany(), await newCompany()]
    const move = (id: string, companyId = other) =>
      userStore(at.database).change({ id, by: id, origin, reach: {}, only: null }, { companyId })
    const [early, late] = [await moveIn({ companyId: left! }), await moveIn({ companyId: left! })]
    await move(early.userId)
    await watermark(`company:${left}`)
    await move(late.userId)
    await good(present(early.hash))
    expect(await present(late.hash)).toMatchObject({ outcome: 'refused', refusal: 'session_unknown' })
    await move(late.userId, left)
    expect(await present(late.hash)).toMatchObject({ outcome: 'refused', refusal: 'session_unknown' })
    expect(await sessionsOf(late.userId)).toBe(0)
  })

  it('is refused while its user is disabled and when its client is, and for want of what the client asks', async () => {
    const { hash, userId } = await moveIn()
    await at.pool.query('UPDATE users SET disabled_at = now() WHERE id = $1', [userId])
    expect(await present(hash)).toMatchObject({ refusal: 'user_disabled' })
    const refusals: [object, string][] = [
      [{ disabled_at: '2026-01-01T00:00:00Z' }, 'session_ended'],
      [{ dpop_required: true }, 'proof_missing'],
      [{ confidential: true }, 'client_unauthenticated'],
      [{ grants: [] }, 'grant_not_allowed'],
    ]
    for (const [columns, refusal] of refusals) {
      const moved = await moveIn({ clientId: await newClient(at, columns as never) })
      expect(await present(moved.hash)).toMatchObject({ refusal })
      expect(await sessionsOf(moved.userId)).toBe(0)
    }
  })

  it('is as good as before after a refusal', async () => {
    const { hash } = await moveIn()
    expect(await present(hash, { clientId: 'other' })).toMatchObject({ refusal: 'wrong_client' })
    expect(await present(hash, { scope: ['everything'] })).toMatchObject({ refusal: 'scope_exceeded' })
    await good(present(hash))
  })

  it('may be exchanged until it would have expired; its session then has our lifetimes', async () => {
    const { hash } = await moveIn({ expiresIn: 100 })
    const late = await moveIn({ expiresIn: 100 })
    const token = await good(present(hash))
    at.pass(101)
    await good(at.refresh(token))
    expect(await present(late.hash)).toMatchObject({ refusal: 'session_outlived' })
    expect(await sessionsOf(late.userId)).toBe(0)
  })

  it('never outlives an end that it races', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 40; round++) {
      const { hash, userId } = await moveIn()
      await Promise.all([present(hash), watermark(`user:${userId}`)])
      expect(await present(hash)).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
    }
  })

  it('ends with a logout, used or not', async () => {
    const { hash } = await moveIn()
    const { place, waiting } = (await tokens.exchangeToEnd(hash, origin, null))!
    expect(waiting).toBeNull()
    await at.store.end({ id: place.sessionId, reason: 'logout', by: 'owner', origin })
    expect(await present(hash)).toMatchObject({ refusal: 'session_ended' })
  })

  it('stays ended by a logout while its client is disabled, or its policy too strict, when that is over', async () => {
    for (const [strict, loose] of [
      [`disabled_at = now()`, `disabled_at = NULL`],
      ['absolute_lifetime = 2', 'absolute_lifetime = NULL'],
    ]) {
      const clientId = await newClient(at)
      const change = (columns = '') => at.pool.query(`UPDATE clients SET ${columns} WHERE id = $1`, [clientId])
      const [left, kept] = [await moveIn({ clientId }), await moveIn({ clientId })]
      at.pass(3)
      await change(strict)
      expect(await tokens.exchangeToEnd(left.hash, origin, 'other')).toBeNull()
      expect(await tokens.exchangeToEnd(kept.hash, origin, 'other')).toBeNull()
      expect(await tokens.exchangeToEnd(left.hash, origin, null)).toBeNull()
      await change(loose)
      expect(await present(left.hash)).toMatchObject({ outcome: 'refused', refusal: 'session_unknown' })
      await good(present(kept.hash))
    }
  })

  it('that nobody imported is unknown', async () => {
    expect(await present(Buffer.alloc(32, 7))).toBe('unknown')
  })

  it('never refuses an honest client, whatever answers are lost and however long it waits', { timeout: 120_000 }, async () => {
    const step = fc.record({ lost: fc.boolean(), wait: fc.integer({ min: 0, max: 25 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { hash } = await moveIn()
        let held: PresentedRefreshToken | null = null
        for (const { lost, wait } of steps) {
          const next: PresentedRefreshToken = await good(held ? at.refresh(held) : present(hash))
          if (!lost) held = next
          at.pass(wait)
        }
      }),
      { numRuns: 60 },
    )
  })

  it(
    'finds out a thief: whoever is second to use a successor after the window ends the session for both',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.boolean(), fc.integer({ min: 11, max: 60 }), async (ownerFirst, wait) => {
          const { hash } = await moveIn()
          const first = await good(present(hash))
          at.pass(wait)
          const second = await good(present(hash))
          expect(second).not.toEqual(first)
          const [quick, slow] = ownerFirst ? [first, second] : [second, first]
          const moved = await good(at.refresh(quick))
          at.pass(wait)
          const verdict = await at.refresh(slow)
          expect(verdict).toMatchObject({ outcome: 'refused', refusal: 'reuse_detected' })
          expect(await at.refresh(moved)).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
        }),
        { numRuns: 20 },
      )
    },
  )

  it('hands out the successor of the session as it is stored', async () => {
    const { hash } = await moveIn()
    const successor = await good(present(hash))
    const { known } = (await at.store.read(successor.sessionId))!
    expect(successorOf(known.session)).toEqual(successor)
  })
})
