import { beforeEach, describe, expect, it } from 'vitest'
import type { ShownApiKey } from '../sessions/index.js'
import { apiKeyCompany } from '../sessions/sql.js'
import { newCompany, someKey, testApiKeys } from '../testing/api-keys.js'
import { origin, testStore, type TestStore } from '../testing/store.js'

let at: TestStore
let keys: ReturnType<typeof testApiKeys>
let ada: string
beforeEach(async () => {
  at = await testStore()
  keys = testApiKeys(at)
  ada = await at.createUser()
  return () => at.close()
})

/** The company that the statement of a refresh sees in a key with the scope `tokens`; null when it takes the key for none. */
async function companyInRefresh({ prefix, hash }: ShownApiKey): Promise<number | null> {
  const text = `SELECT ${apiKeyCompany('$1', '$2')} AS company FROM (SELECT clock_timestamp() + make_interval(secs => $3) AS now) n`
  const { rows } = await at.pool.query<{ company: number | null }>(text, [prefix, hash, at.passed()])
  return rows[0]?.company ?? null
}

describe('a key that is shown', () => {
  it('speaks for its user, with the roles of today', async () => {
    const { id, shown } = await keys.made({ userId: ada, scopes: ['tokens', 'sessions:read'] })
    const bearer = { id, companyId: 1, userId: ada, hasSecondFactor: false, scopes: ['tokens', 'sessions:read'] }
    expect(await keys.authenticate(shown)).toEqual({ ...bearer, roles: [] })
    await at.pool.query(`UPDATE users SET roles = '{admin,auditor}' WHERE id = $1`, [ada])
    expect(await keys.authenticate(shown)).toEqual({ ...bearer, roles: ['admin', 'auditor'] })
  })

  it('is good until it expires', async () => {
    const { shown } = await keys.made({ userId: ada, expiresIn: 3600 })
    at.pass(3590)
    expect(await keys.authenticate(shown)).toMatchObject({ userId: ada })
    at.pass(10)
    expect(await keys.authenticate(shown)).toEqual({ refusal: 'api_key_expired' })
  })

  const spoilt: readonly (readonly [refusal: string, spoil: (id: string) => Promise<unknown>])[] = [
    ['api_key_revoked', (id) => keys.revoke({ id, by: ada, origin }, {})],
    ['api_key_expired', async () => at.pass(3601)],
    ['user_gone', () => at.pool.query('UPDATE users SET deleted_at = now() WHERE id = $1', [ada])],
    ['user_disabled', () => at.pool.query('UPDATE users SET disabled_at = now() WHERE id = $1', [ada])],
    ['user_moved', async () => at.pool.query('UPDATE users SET company_id = $2 WHERE id = $1', [ada, await newCompany(at)])],
  ]

  it.each(spoilt)('is refused with %s, here and in the statement of a refresh', async (refusal, spoil) => {
    const { id, shown } = await keys.made({ userId: ada, expiresIn: 3600 })
    expect(await companyInRefresh(shown)).toBe(1)
    await spoil(id)
    expect(await keys.authenticate(shown)).toEqual({ refusal })
    expect(await companyInRefresh(shown)).toBeNull()
  })

  it('is unknown with another secret behind its prefix, or another prefix before its secret', async () => {
    const { shown } = await keys.made({ userId: ada })
    for (const other of [{ ...shown, hash: someKey().hash }, { ...shown, prefix: someKey().prefix }, someKey()]) {
      expect(await keys.authenticate(other)).toEqual({ refusal: 'api_key_unknown' })
      expect(await companyInRefresh(other)).toBeNull()
    }
  })

  it('does not refresh without the scope for it', async () => {
    const { shown } = await keys.made({ userId: ada, scopes: ['introspect', 'sessions:read', 'sessions:revoke'] })
    expect(await keys.authenticate(shown)).toMatchObject({ userId: ada })
    expect(await companyInRefresh(shown)).toBeNull()
  })
})
