import { decideRefresh, endOf } from '@tessera/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RefreshCase, refreshCase } from '../testing/generated-case.js'
import { grantedScope, judgedIn, rulesIn, shownIn, storeCases, type StoredCase } from '../testing/stored-case.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { rotating } from './rotate.js'
import { policyOf } from './rows.js'

/** The statements and the pure function judge the same generated cases. */
let at: TestStore
beforeAll(async () => {
  at = await testStore({ retryWindow: 10, idleTimeout: 100, absoluteLifetime: 200, accessTokenLifetime: 60 })
})
afterAll(() => at.close())

const runs = process.env['TESSERA_DEEP'] ? 10_000 : 1500

/** Several at a time: no two cases share a row, refreshes go to the database together, and none may change what another earns. */
const cases = fc.array(refreshCase, { minLength: 1, maxLength: 8 })
const storing = (judge: (several: readonly StoredCase[]) => Promise<unknown>, as = (given: RefreshCase) => given, numRuns = runs / 4) =>
  fc.assert(
    fc.asyncProperty(cases, async (several) => void (await judge(await storeCases(at.pool, several.map(as))))),
    { numRuns: Math.ceil(numRuns) },
  )
const each = (judge: (stored: StoredCase) => Promise<void>) => (several: readonly StoredCase[]) => Promise.all(several.map(judge))

/**
 * The core's decision about a case that is stored, and the attempt that the store is to judge alike. The watermarks are the case's own: were they read back,
 * the statement that finds them would be the judge's too.
 */
async function judged(stored: StoredCase) {
  const { known, policy, now } = (await at.store.read(stored.sessionId))!
  const { session } = known
  const { given, watermarks } = stored
  const context = { session, user: given.user, client: rulesIn(given), scope: grantedScope, watermarks } as const
  return {
    session,
    shown: shownIn(stored, session.issuedAt),
    decision: decideRefresh(judgedIn(stored, session.issuedAt), context, policy, now),
  }
}

/** A list relies on what the judge need not: that none was seen, or has ended, before it started. */
function asListsHaveIt(given: RefreshCase): RefreshCase {
  const { startedAgo, issuedAgo, revokedAgo } = given
  return { ...given, issuedAgo: Math.min(issuedAgo, startedAgo), revokedAgo: revokedAgo && Math.min(revokedAgo, startedAgo) }
}

describe('the statements and the judge', () => {
  it('agree on what a presented token earns, and on the session then', { timeout: 300_000 }, async () => {
    const seen = new Set<string>()
    const judge = each(async (stored) => {
      const { session, shown, decision } = await judged(stored)
      seen.add(decision.outcome === 'refused' ? decision.refusal : decision.outcome)

      const refreshed = await at.store.refresh(shown, origin)
      expect(refreshed).toMatchObject(
        decision.outcome === 'refused' ? { outcome: 'refused', refusal: decision.refusal } : { outcome: decision.outcome },
      )

      const { issuedAt, revokedAt, ...expected } = decision.session ?? session
      const left = (await at.store.read(session.id))!.known.session
      expect(left).toMatchObject(expected)
      expect(Math.abs(left.issuedAt - issuedAt)).toBeLessThan(400)
      expect(left.revokedAt === null).toBe(revokedAt === null)
    })
    await storing(judge)
    // Every verdict was really compared; `not_minted_here` and `session_unknown` never reach a stored session.
    expect([...seen].sort()).toEqual(
      [
        'api_key_refused',
        'client_unauthenticated',
        'dialect_not_enabled',
        'grant_not_allowed',
        'proof_missing',
        'proof_stale',
        'retried',
        'reuse_detected',
        'rotated',
        'scope_exceeded',
        'session_ended',
        'session_idle',
        'session_outlived',
        'user_disabled',
        'user_gone',
        'wrong_client',
        'wrong_company',
      ].sort(),
    )
  })

  it('agree on when the one statement may move a session on', { timeout: 300_000 }, async () => {
    let moved = 0
    let byAnotherKey = 0
    const rotate = rotating({ pool: at.pool, rotations: at.pool, gathered: () => undefined, defaults: at.defaults, clockOffset: () => 0 })
    await storing(async (several) => {
      const all = await Promise.all(several.map(judged))
      const rows = await Promise.all(all.map(({ shown }) => rotate(shown, origin)))
      for (const [place, { session, shown, decision }] of all.entries()) {
        expect(rows[place] !== undefined).toBe(decision.outcome === 'rotated' && shown.token.generation > session.generation)
        const row = rows[place]
        if (!row) continue
        // Every value of the row is where it belongs.
        const read = await at.store.read(session.id)
        expect([row.session, row.holder, policyOf(row.policy, at.defaults)]).toEqual([read?.known.session, read?.holder, read?.policy])
        expect(row.session.id).toBe(session.id)
        if (session.dpopThumbprint !== null && shown.dpop?.thumbprint !== session.dpopThumbprint) byAnotherKey += 1
      }
      moved += rows.filter((row) => row !== undefined).length
    })
    expect(moved).toBeGreaterThan(runs / 10)
    expect(byAnotherKey).toBeGreaterThan(0)
  })

  it('agree on a session’s end', { timeout: 300_000 }, async () => {
    const seen = new Set<string>()
    let byReason = 0
    let byTime = 0
    const judge = each(async ({ sessionId, clientId, watermarks }) => {
      const { known, policy, now } = (await at.store.read(sessionId))!
      const end = endOf(known.session, policy, watermarks, now)
      const listed = await at.store.find(sessionId, {})
      seen.add(end?.state ?? 'active')
      expect(listed).toMatchObject({
        state: end?.state ?? 'active',
        endedAt: end?.at ?? null,
        reason: end?.state === 'ended' ? end.reason : null,
        limit: end?.state === 'expired' ? end.limit : null,
      })
      // What a search passes over at first sight is never what it is for.
      const wanted = end?.state === 'ended' && byReason++ % 2 === 0 ? { reason: end.reason } : { state: end?.state ?? ('active' as const) }
      // Of its client: of so many, nobody is asked for the shortest lifetime of each.
      const found = await at.store.list({ reach: {}, ids: [sessionId], clientId, limit: 1, ...wanted })
      expect(found.items).toHaveLength(1)
      if (end === null) return
      const times = [{ endedAfter: end.at, endedBefore: end.at + 1 }, { endedAfter: end.at + 1 }, { endedBefore: end.at }] as const
      const asked = times[byTime++ % times.length]
      const { items } = await at.store.list({ reach: {}, ids: [sessionId], limit: 1, ...asked })
      expect(items).toHaveLength(end.state === 'ended' && asked === times[0] ? 1 : 0)
    })
    // There are three ends, and lists take longest.
    await storing(judge, asListsHaveIt, runs / 8)
    expect([...seen].sort()).toEqual(['active', 'ended', 'expired'])
  })
})
