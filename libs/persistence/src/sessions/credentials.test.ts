import { successorOf } from '@tessera/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { newCompany, someKey, testApiKeys } from '../testing/api-keys.js'
import { newClient, newSecret } from '../testing/clients.js'
import { attemptWith, handedOut, origin, testStore, type TestStore } from '../testing/store.js'
import type { ShownAttempt } from './index.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

/** A session at a client, started with the client's secret if it has one; and ways to refresh it. */
async function sessionAt(clientId: string, clientSecretHash: Buffer | null = null) {
  const session = await at.start({ clientId, clientSecretHash })
  const token = successorOf(session)
  const shown = (rest: Partial<ShownAttempt> = {}) => attemptWith(token, { clientId, ...rest })
  const row = async () => (await at.pool.query('SELECT xmin::text, s.* FROM sessions s WHERE id = $1', [session.id])).rows[0] as object
  return {
    session,
    shown,
    with: (rest: Partial<ShownAttempt> = {}) => at.store.refresh(shown(rest), origin),
    /** Refused for this, and the row is the very one that it was. */
    expectRefused: async (rest: Partial<ShownAttempt>, refusal: string) => {
      const before = await row()
      expect(await at.store.refresh(shown(rest), origin)).toMatchObject({ outcome: 'refused', refusal, end: null })
      expect(await row()).toEqual(before)
    },
  }
}

/** A key for tokens, for an hour, that a new user of the company made. */
async function keyOf(companyId: number) {
  const userId = await at.createUser({ companyId })
  const { shown } = await testApiKeys(at).made({ userId, scopes: ['tokens'], expiresIn: 3600 })
  return { userId, shown }
}

/** How often the database is asked: every statement of the pool, and every connection that somebody takes for several. */
async function statementsOf(work: () => Promise<unknown>): Promise<{ queries: number; connections: number }> {
  const [query, connect] = [vi.spyOn(at.pool, 'query'), vi.spyOn(at.pool, 'connect')]
  try {
    await work()
    return { queries: query.mock.calls.length, connections: connect.mock.calls.length }
  } finally {
    vi.restoreAllMocks()
  }
}

/** One that is kept off its core for a millisecond looks once more, as if it had waited for its row: another one, then, is not. */
const once = { queries: 1, connections: 1 }

describe('the secret of a confidential client', () => {
  let clientId: string
  let secret: Buffer
  beforeEach(async () => {
    clientId = await newClient(at, { confidential: true })
    secret = await newSecret(at, clientId)
  })

  it('is checked by the one statement that refreshes', async () => {
    await expect
      .poll(async () => {
        const session = await sessionAt(clientId, secret)
        return statementsOf(async () => handedOut(await session.with({ clientSecretHash: secret })))
      })
      .toEqual(once)
  })

  it('is owed: without it, or with another’s, the token is not consumed', async () => {
    const session = await sessionAt(clientId, secret)
    const others = await newSecret(at, await newClient(at, { confidential: true }))
    await session.expectRefused({}, 'client_unauthenticated')
    await session.expectRefused({ clientId: null }, 'client_unauthenticated')
    await session.expectRefused({ clientSecretHash: others }, 'client_unauthenticated')
    expect(await session.with({ clientSecretHash: secret })).toMatchObject({ outcome: 'rotated' })
  })

  it('works beside the one that follows it until the overlap is over', async () => {
    const session = await sessionAt(clientId, secret)
    const old = await newSecret(at, clientId, 3600)
    const first = await session.with({ clientSecretHash: old })
    expect(handedOut(await session.with({ clientSecretHash: secret }))).toEqual(handedOut(first))
    at.pass(3601)
    await session.expectRefused({ clientSecretHash: old }, 'client_unauthenticated')
    expect(await session.with({ clientSecretHash: secret })).toMatchObject({ outcome: 'rotated' })
  })

  it('that is wrong refuses a public client’s token too: somebody said who they are, and is not', async () => {
    const session = await sessionAt(await newClient(at))
    await session.expectRefused({ clientSecretHash: secret }, 'client_unauthenticated')
    expect(await session.with()).toMatchObject({ outcome: 'rotated' })
  })

  it('ends nothing when it is wrong, even with a token of which a second holder is certain', async () => {
    const session = await sessionAt(clientId, secret)
    const next = handedOut(await session.with({ clientSecretHash: secret }))
    handedOut(await at.store.refresh(attemptWith(next, { clientId, clientSecretHash: secret }), origin))
    at.pass(60)
    await session.expectRefused({ clientSecretHash: someKey().hash }, 'client_unauthenticated')
    expect(await session.with({ clientSecretHash: secret })).toMatchObject({ refusal: 'reuse_detected' })
  })
})

describe('the API key that a wire format asks for', () => {
  let clientId: string
  beforeAll(async () => {
    clientId = await newClient(at)
  })
  it('is checked by the one statement that refreshes', async () => {
    const { shown } = await keyOf(1)
    await expect
      .poll(async () => {
        const session = await sessionAt(clientId)
        return statementsOf(async () => handedOut(await session.with({ clientId: null, dialect: 'genlogs', apiKey: shown })))
      })
      .toEqual(once)
  })

  it('is owed there, and of the session’s company: else the token is not consumed', async () => {
    const session = await sessionAt(clientId)
    const [own, others] = [await keyOf(1), await keyOf(await newCompany(at))]
    await session.expectRefused({ apiKey: 'owed' }, 'api_key_refused')
    await session.expectRefused({ apiKey: someKey() }, 'api_key_refused')
    await session.expectRefused({ apiKey: others.shown }, 'wrong_company')
    expect(await session.with({ apiKey: own.shown })).toMatchObject({ outcome: 'rotated' })
  })

  it('works no longer than its maker does, nor after its time', async () => {
    const session = await sessionAt(clientId)
    const [disabled, moved, expired] = [await keyOf(1), await keyOf(1), await keyOf(1)]
    handedOut(await session.with({ apiKey: disabled.shown }))
    await at.pool.query('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.userId])
    await at.pool.query('UPDATE users SET company_id = $2 WHERE id = $1', [moved.userId, await newCompany(at)])
    await session.expectRefused({ apiKey: disabled.shown }, 'api_key_refused')
    await session.expectRefused({ apiKey: moved.shown }, 'api_key_refused')
    handedOut(await session.with({ apiKey: expired.shown }))
    at.pass(3601)
    await session.expectRefused({ apiKey: expired.shown }, 'api_key_refused')
  })
})

describe('one token, in every wire format at once', () => {
  it('has one successor, whatever else was shown beside it; and who may not have it gets nothing', { timeout: 120_000 }, async () => {
    const clientId = await newClient(at, { confidential: true, dialects: ['freddy', 'xerial', 'genlogs'], every_dialect: false })
    const [first, second] = [await newSecret(at, clientId, 3600), await newSecret(at, clientId)]
    const [own, others] = [await keyOf(1), await keyOf(await newCompany(at))]
    const honest: Partial<ShownAttempt>[] = [
      { clientId, clientSecretHash: first },
      { clientId, clientSecretHash: second, scope: ['account'] },
      { clientId, clientSecretHash: second, dialect: 'freddy' },
      { clientSecretHash: first, dialect: 'xerial', accessTokenLifetime: 7200 },
      { clientSecretHash: second, dialect: 'genlogs', apiKey: own.shown },
    ]
    const refused: [Partial<ShownAttempt>, string][] = [
      [{}, 'client_unauthenticated'],
      [{ clientId: 'tessera' }, 'wrong_client'],
      [{ clientSecretHash: someKey().hash }, 'client_unauthenticated'],
      [{ clientSecretHash: second, dialect: 'talkstack' }, 'dialect_not_enabled'],
      [{ clientSecretHash: second, dialect: 'genlogs', apiKey: others.shown }, 'wrong_company'],
    ]
    for (let round = 0; round < 20; round++) {
      const { session } = await sessionAt(clientId, second)
      const token = successorOf(session)
      const tried = (shown: Partial<ShownAttempt>) => at.store.refresh(attemptWith(token, shown), origin)
      const [all, none] = await Promise.all([
        Promise.all(Array.from({ length: 100 }, (_, index) => tried(honest[index % honest.length]!))),
        Promise.all(refused.map(([shown]) => tried(shown))),
      ])
      expect(all.filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1)
      expect(new Set(all.map((refreshed) => JSON.stringify(handedOut(refreshed)))).size).toBe(1)
      expect(none).toMatchObject(refused.map(([, refusal]) => ({ outcome: 'refused', refusal })))
    }
  })
})

describe('how long an access token lives', () => {
  it.each([
    ['by the client’s setting, whatever the wire format’s', 300, 7200, 300],
    ['else by the wire format’s', null, 7200, 7200],
    ['else by the platform’s', null, null, 900],
  ])('is decided %s', async (_, ofClient, ofDialect, expected) => {
    const clientId = await newClient(at, { access_token_lifetime: ofClient })
    const started = await at.startAs(await at.createUser(), { clientId, accessTokenLifetime: ofDialect })
    const attempt = attemptWith(successorOf(started!.session), { accessTokenLifetime: ofDialect })
    const rotated = await at.store.refresh(attempt, origin)
    const retried = await at.store.refresh(attempt, origin)
    expect([rotated.outcome, retried.outcome]).toEqual(['rotated', 'retried'])
    for (const answer of [started, rotated, retried]) expect(answer).toMatchObject({ policy: { accessTokenLifetime: expected } })
  })
})
