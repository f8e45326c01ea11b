import { randomUUID } from 'node:crypto'
import { decideRefresh, endOf, type RefreshAttempt } from '@tessera/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attemptWith, origin, testStore, type TestStore } from '../testing/store.js'
import { rotate } from './rotate.js'

/**
 * The statement and the pure function judge the same generated states. The clock is the database's and runs on, so every age is
 * half a second away from every limit.
 */
const policy = { retryWindow: 10, idleTimeout: 100, absoluteLifetime: 200, accessTokenLifetime: 60 }
const ages = (...seconds: number[]) => fc.constantFrom(...seconds.map((age) => age * 1000 + 500))

const anyState = fc.record({
  startedAgo: ages(0, 50, 150, 199, 200, 250),
  issuedAgo: ages(0, 5, 9, 10, 50, 99, 100),
  generation: fc.nat(3),
  branch: fc.nat(2),
  previousBranch: fc.option(fc.nat(2)),
  issuedBranch: fc.nat(2),
  idleTimeout: fc.constantFrom(50, 100, 400),
  absoluteLifetime: fc.constantFrom(100, 200, 400),
  reusePolicy: fc.constantFrom('until_used', 'strict'),
  dpopThumbprint: fc.option(fc.constant('key-1'), { freq: 4 }),
  revokedAgo: fc.option(ages(1, 60), { freq: 5 }),
  user: fc.constantFrom('active', 'active', 'active', 'disabled', 'gone'),
  confidential: fc.constantFrom(false, false, true),
  clientIdle: fc.option(fc.constantFrom(60, 300)),
  clientAbsolute: fc.option(fc.constantFrom(150, 300)),
  clientWindow: fc.option(fc.constantFrom(1, 30)),
  watermarks: fc.array(
    fc.record({ scope: fc.constantFrom('user', 'client', 'company', 'other'), ago: ages(1, 60, 160), spares: fc.boolean() }),
    { maxLength: 2 },
  ),
})
type State = typeof anyState extends fc.Arbitrary<infer T> ? T : never

/** Most generated states are over for one reason or another; others are freed of them, so that the table is reached, or of all but one. */
const goodStanding = { confidential: false, watermarks: [], revokedAgo: null, dpopThumbprint: null } satisfies Partial<State>
const alive = (given: State): State => ({ ...given, ...goodStanding, startedAgo: 50_500, issuedAgo: Math.min(given.issuedAgo, 40_500) })
const state = fc.oneof(
  anyState,
  anyState.map((given): State => ({ ...alive(given), user: 'active' })),
  fc.tuple(anyState, fc.constantFrom('disabled', 'gone')).map(([given, user]): State => ({ ...alive(given), user })),
  anyState.map((given): State => ({ ...alive(given), user: 'active', issuedAgo: 100_500 })),
  anyState.map((given): State => ({ ...alive(given), user: 'active', startedAgo: 250_500 })),
)

const anyAttempt = fc.record({
  generation: fc.nat(5),
  branch: fc.nat(2),
  clientId: fc.constantFrom(null, 'own', 'other'),
  clientAuthenticated: fc.boolean(),
  dpopThumbprint: fc.constantFrom(null, 'key-1', 'key-2'),
})
const attempt = fc.oneof(
  anyAttempt,
  anyAttempt.map((given) => ({ ...given, clientId: 'own' })),
)

let at: TestStore
beforeAll(async () => {
  at = await testStore(policy)
})
afterAll(() => at.close())

/** Stores the state as a session of its own user, client and company; returns its id and its client's. */
async function store(given: State): Promise<{ id: string; clientId: string }> {
  const [id, userId, clientId] = [randomUUID(), randomUUID(), randomUUID()]
  const ago = (parameter: string) => `date_trunc('milliseconds', clock_timestamp()) - ${parameter}::float8 * interval '1 millisecond'`
  const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('c') RETURNING id`)
  const companyId = rows[0]!.id
  await at.pool.query(
    `INSERT INTO clients (id, name, confidential, idle_timeout, absolute_lifetime, retry_window) VALUES ($1, 'c', $2, $3, $4, $5)`,
    [...[clientId, given.confidential, given.clientIdle, given.clientAbsolute, given.clientWindow]],
  )
  await at.pool.query(
    `INSERT INTO users (id, email, password_hash, company_id, disabled_at, deleted_at) VALUES ($1, $2, 'hash', $3, CASE WHEN $4 = 'disabled' THEN now() END, CASE WHEN $4 = 'gone' THEN now() END)`,
    [userId, `${userId}@example.com`, companyId, given.user],
  )
  await at.pool.query(
    `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, generation, branch, previous_branch, issued_branch, idle_timeout, absolute_lifetime,
       reuse_policy, scope, dpop_thumbprint, revoked_at, revoked_reason)
     VALUES ($1, $2, $3, $4, ${ago('$5')}, ${ago('$6')}, $7, $8, $9, $10, $11, $12, $13, 'account', $14, ${ago('$15')}, CASE WHEN $15::float8 IS NOT NULL THEN 'logout'::end_reason END)`,
    [
      ...[
        id,
        userId,
        clientId,
        companyId,
        given.startedAgo,
        given.issuedAgo,
        given.generation,
        given.branch,
        given.previousBranch,
        given.issuedBranch,
      ],
      ...[given.idleTimeout, given.absoluteLifetime, given.reusePolicy, given.dpopThumbprint, given.revokedAgo],
    ],
  )
  const subjects = { user: `user:${userId}`, client: `client:${clientId}`, company: `company:${companyId}`, other: `user:${randomUUID()}` }
  for (const { scope, ago: since, spares } of given.watermarks) {
    await at.pool.query(`INSERT INTO watermarks (subject, at, reason, except_session) VALUES ($1, ${ago('$2')}, 'revoked_by_admin', $3)`, [
      ...[subjects[scope as 'user'], since, spares ? id : null],
    ])
  }
  return { id, clientId }
}

const runs = process.env['TESSERA_DEEP'] ? 10_000 : 700

describe('the statements and the judge', () => {
  it('agree on what a presented token earns, and on the session then', { timeout: 300_000 }, async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(state, attempt, async (given, presented) => {
        const { id, clientId } = await store(given)
        const read = await at.store.read(id)
        const tried: RefreshAttempt = attemptWith(
          { sessionId: id, generation: presented.generation, branch: presented.branch },
          { ...presented, clientId: presented.clientId === 'own' ? clientId : presented.clientId },
        )
        const decision = decideRefresh(tried, read!.known, read!.policy, read!.now)
        seen.add(decision.outcome === 'refused' ? decision.refusal : decision.outcome)

        const refreshed = await at.store.refresh(tried, origin)
        expect(refreshed).toMatchObject(
          decision.outcome === 'refused' ? { outcome: 'refused', refusal: decision.refusal } : { outcome: decision.outcome },
        )

        const { issuedAt, revokedAt, ...expected } = decision.session ?? read!.known.session
        const stored = (await at.store.read(id))!.known.session
        expect(stored).toMatchObject(expected)
        expect(Math.abs(stored.issuedAt - issuedAt)).toBeLessThan(400)
        expect(stored.revokedAt === null).toBe(revokedAt === null)
      }),
      { numRuns: runs },
    )
    // Every verdict was really compared; `not_minted_here` and `session_unknown` never reach a stored session.
    expect([...seen].sort()).toEqual(
      [
        'client_unauthenticated',
        'proof_missing',
        'retried',
        'reuse_detected',
        'rotated',
        'session_ended',
        'session_idle',
        'session_outlived',
        'user_disabled',
        'user_gone',
        'wrong_client',
      ].sort(),
    )
  })

  it('agree on when the one statement may move a session on', { timeout: 300_000 }, async () => {
    let moved = 0
    const ground = { pool: at.pool, defaults: at.defaults, clockOffset: () => 0 }
    await fc.assert(
      fc.asyncProperty(state, attempt, async (given, presented) => {
        const { id, clientId } = await store(given)
        const read = await at.store.read(id)
        const tried = attemptWith(
          { sessionId: id, generation: presented.generation, branch: presented.branch },
          { ...presented, clientId: presented.clientId === 'own' ? clientId : presented.clientId },
        )
        const decision = decideRefresh(tried, read!.known, read!.policy, read!.now)
        const row = await rotate(ground, tried, origin)
        expect(row !== undefined).toBe(decision.outcome === 'rotated' && presented.generation > given.generation)
        moved += Number(row !== undefined)
      }),
      { numRuns: runs },
    )
    expect(moved).toBeGreaterThan(runs / 10)
  })

  it('agree on a session’s end', { timeout: 300_000 }, async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(state, async (given) => {
        const { id } = await store(given)
        const { known, policy: current, now } = (await at.store.read(id))!
        const end = endOf(known.session, current, known.watermarks, now)
        const listed = await at.store.find(id, {})
        seen.add(end?.state ?? 'active')
        expect(listed).toMatchObject({
          state: end?.state ?? 'active',
          endedAt: end?.at ?? null,
          reason: end?.state === 'ended' ? end.reason : null,
          limit: end?.state === 'expired' ? end.limit : null,
        })
      }),
      { numRuns: runs },
    )
    expect([...seen].sort()).toEqual(['active', 'ended', 'expired'])
  })
})
