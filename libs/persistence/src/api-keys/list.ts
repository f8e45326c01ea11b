import type { Reach } from '../sessions/index.js'
import { withNow } from '../sessions/sql.js'
import type { Ground } from '../ground.js'
import { Statement } from '../statement.js'
import { apiKeyColumns, type ApiKeyState, isLive, type StoredApiKey } from './stored-api-key.js'

/** What to list, newest first. Every filter given must hold. */
export interface ApiKeyQuery {
  readonly reach: Reach
  readonly userId?: string | undefined
  readonly companyId?: number | undefined
  readonly prefix?: string | undefined
  readonly state?: ApiKeyState | undefined
  readonly limit: number
  /** The `next` of the page before: a key's id. */
  readonly after?: string | undefined
}

export interface ApiKeyPage {
  readonly items: readonly StoredApiKey[]
  /** Where to go on; null at the end. */
  readonly next: string | null
  readonly count: number
  readonly countCapped: boolean
}

const countCap = 1000

const conditions: Readonly<Record<ApiKeyState, string>> = {
  live: isLive,
  revoked: 'k.revoked_at IS NOT NULL',
  expired: '(k.revoked_at IS NULL AND k.expires_at <= n.now)',
}

/** Lists keys, newest first, by keyset. A team has tens of them, seldom hundreds: the indexes on user and company are all it takes. */
export async function listApiKeys(ground: Ground, query: ApiKeyQuery): Promise<ApiKeyPage> {
  const [items, counted] = await Promise.all([page(ground, query), count(ground, query)])
  const kept = items.slice(0, query.limit)
  return {
    items: kept,
    next: items.length > query.limit ? (kept.at(-1)?.id ?? null) : null,
    count: Math.min(counted, countCap),
    countCapped: counted > countCap,
  }
}

async function page(ground: Ground, query: ApiKeyQuery): Promise<readonly StoredApiKey[]> {
  const statement = new Statement()
  const text = `${withNow(ground, statement)}
    SELECT ${apiKeyColumns(statement.value(query.reach.companyId ?? null))} FROM n, api_keys k JOIN users u ON u.id = k.user_id JOIN companies o ON o.id = k.company_id
    WHERE ${filters(statement, query)} ${query.after === undefined ? '' : `AND k.id < ${statement.value(query.after)}::uuid`}
    ORDER BY k.id DESC LIMIT ${statement.value(query.limit + 1)}`
  const { rows } = await ground.pool.query<StoredApiKey>(text, statement.values)
  return rows
}

async function count(ground: Ground, query: ApiKeyQuery): Promise<number> {
  const statement = new Statement()
  const text = `${withNow(ground, statement)}
    SELECT count(*)::int AS count FROM (SELECT FROM n, api_keys k WHERE ${filters(statement, query)} LIMIT ${countCap + 1}) m`
  const { rows } = await ground.pool.query<{ count: number }>(text, statement.values)
  return rows[0]?.count ?? 0
}

function filters(statement: Statement, { reach, userId, companyId, prefix, state }: ApiKeyQuery): string {
  const all: string[] = ['true']
  for (const id of [reach.userId, userId]) if (id !== undefined) all.push(`k.user_id = ${statement.value(id)}::uuid`)
  for (const id of [reach.companyId, companyId]) if (id !== undefined) all.push(`k.company_id = ${statement.value(id)}::int`)
  if (prefix !== undefined) all.push(`k.prefix = ${statement.value(prefix)}`)
  if (state) all.push(conditions[state])
  return all.join(' AND ')
}
