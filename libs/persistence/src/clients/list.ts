import type { Ground } from '../ground.js'
import { type ClientDetail, detailColumns } from './stored-client.js'

export interface ClientsWanted {
  readonly limit: number
  /** An id; absent for the first page. */
  readonly after?: string | undefined
}

export interface ClientPage {
  readonly items: readonly ClientDetail[]
  /** The id to go on after; null at the end. */
  readonly next: string | null
  readonly count: number
  readonly countCapped: boolean
}

/** How far clients are counted. */
const countCap = 1000

/** Clients in the order of their ids, by code point; `limit` of them after the id `after`. */
export async function listClients({ pool }: Ground, { limit, after }: ClientsWanted): Promise<ClientPage> {
  const page = pool.query<ClientDetail>(
    `SELECT ${detailColumns} FROM clients c WHERE $1::text IS NULL OR c.id COLLATE "C" > $1 ORDER BY c.id COLLATE "C" LIMIT $2`,
    [after ?? null, limit + 1],
  )
  const counted = pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM (SELECT FROM clients LIMIT ${countCap + 1}) counted`)
  const [{ rows }, { rows: counts }] = await Promise.all([page, counted])
  const items = rows.slice(0, limit)
  const count = counts[0]?.count ?? 0
  return {
    items,
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    count: Math.min(count, countCap),
    countCapped: count > countCap,
  }
}
