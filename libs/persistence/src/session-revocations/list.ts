import type { Ground } from '../ground.js'
import { selectRevocations, type StoredRevocation } from './stored-revocation.js'

export interface RevocationQuery {
  /** Only what administrators of this company made; null: everybody's. */
  readonly companyId: number | null
  readonly limit: number
  /** The `next` of the page before: a revocation's id. */
  readonly after?: string | undefined
}

export interface RevocationPage {
  readonly items: readonly StoredRevocation[]
  readonly next: string | null
  readonly count: number
  readonly countCapped: boolean
}

const countCap = 1000

const listed = selectRevocations(
  `SELECT * FROM session_revocations r WHERE ($2::int IS NULL OR r.company_id = $2) AND ($3::uuid IS NULL OR r.id < $3) ORDER BY r.id DESC LIMIT $4`,
  '$2',
  '$1',
)
const counted = `
  SELECT count(*)::int AS count FROM (SELECT FROM session_revocations r WHERE $1::int IS NULL OR r.company_id = $1 LIMIT ${countCap + 1}) m`

const found = selectRevocations(
  'SELECT * FROM session_revocations r WHERE r.id = $3 AND ($2::int IS NULL OR r.company_id = $2)',
  '$2',
  '$1',
)

/** Revocations of many sessions, newest first, by keyset. */
export async function listRevocations(ground: Ground, { companyId, limit, after }: RevocationQuery): Promise<RevocationPage> {
  const [{ rows }, { rows: counts }] = await Promise.all([
    ground.pool.query<StoredRevocation>(listed, [ground.clockOffset(), companyId, after ?? null, limit + 1]),
    ground.pool.query<{ count: number }>(counted, [companyId]),
  ])
  const items = rows.slice(0, limit)
  const count = counts[0]?.count ?? 0
  const next = rows.length > limit ? (items.at(-1)?.id ?? null) : null
  return { items, next, count: Math.min(count, countCap), countCapped: count > countCap }
}

/** One of them; null when there is none within reach. @param companyId null: everybody's are */
export async function findRevocation(ground: Ground, id: string, companyId: number | null): Promise<StoredRevocation | null> {
  const { rows } = await ground.pool.query<StoredRevocation>({
    name: 'find-revocation',
    text: found,
    values: [ground.clockOffset(), companyId, id],
  })
  return rows[0] ?? null
}
