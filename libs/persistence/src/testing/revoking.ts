import type { NewRevocation } from '../session-revocations/index.js'
import { clock } from '../sessions/sql.js'
import { uuidv7 } from '../uuidv7.js'
import { load } from './rows.js'
import { origin, type TestStore } from './store.js'

/** A revocation of these sessions by a platform owner, at once. */
export const revocationOf = (by: string, sessions: readonly string[] | null, rest: Partial<NewRevocation> = {}): NewRevocation => ({
  ...{
    target: { ids: sessions?.length ?? 0 },
    sessions,
    note: null,
    by,
    companyId: null,
    apiKeyId: null,
    origin,
    spared: null,
    startsIn: 0,
  },
  ...rest,
})

/** So many live sessions of one user, made by the database itself. */
export async function manySessions({ pool, createUser, passed }: TestStore, count: number): Promise<readonly { readonly id: string }[]> {
  const userId = await createUser()
  const made: { readonly id: string }[] = []
  while (made.length < count) {
    const { rows } = await load<{ id: string }>(
      pool,
      `INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope)
       SELECT ${uuidv7('s.at')}, $1, 'tessera', 1, s.at, s.at, 86400, 86400, 'until_used', 'account'
       FROM (SELECT ${clock('$3')} - make_interval(secs => i / 1000.0) AS at FROM generate_series(1, $2::int) i) s RETURNING id`,
      [userId, Math.min(count - made.length, 10_000), passed() * 1000],
    )
    made.push(...rows)
  }
  return made
}
