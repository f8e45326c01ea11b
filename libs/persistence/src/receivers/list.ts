import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { Statement } from '../statement.js'
import { joinNames, type ReceiverForm, receiverColumns, type StoredReceiver } from './stored-receiver.js'

/** What to list, newest first. Every filter given must hold. */
export interface ReceiverQuery {
  readonly reach: Reach
  readonly companyId?: number | undefined
  readonly form?: ReceiverForm | undefined
  readonly limit: number
  /** The `next` of the page before: a receiver's id. */
  readonly after?: string | undefined
}

export interface ReceiverPage {
  readonly items: readonly StoredReceiver[]
  /** Where to go on; null at the end. */
  readonly next: string | null
  readonly count: number
  readonly countCapped: boolean
}

const countCap = 1000

/** Lists receivers, newest first, by keyset. */
export async function listReceivers(ground: Ground, query: ReceiverQuery): Promise<ReceiverPage> {
  const [items, counted] = await Promise.all([page(ground, query), count(ground, query)])
  const kept = items.slice(0, query.limit)
  return {
    items: kept,
    next: items.length > query.limit ? (kept.at(-1)?.id ?? null) : null,
    count: Math.min(counted, countCap),
    countCapped: counted > countCap,
  }
}

async function page(ground: Ground, query: ReceiverQuery): Promise<readonly StoredReceiver[]> {
  const statement = new Statement()
  const text = `
    SELECT ${receiverColumns(statement.value(query.reach.companyId ?? null))}
    FROM (SELECT ${clock(statement.value(ground.clockOffset()))} AS now) n, receivers r ${joinNames}
    WHERE ${filters(statement, query)} ${query.after === undefined ? '' : `AND r.id < ${statement.value(query.after)}::uuid`}
    ORDER BY r.id DESC LIMIT ${statement.value(query.limit + 1)}`
  const { rows } = await ground.pool.query<StoredReceiver>(text, statement.values)
  return rows
}

async function count(ground: Ground, query: ReceiverQuery): Promise<number> {
  const statement = new Statement()
  const text = `SELECT count(*)::int AS count FROM (SELECT FROM receivers r WHERE ${filters(statement, query)} LIMIT ${countCap + 1}) m`
  const { rows } = await ground.pool.query<{ count: number }>(text, statement.values)
  return rows[0]?.count ?? 0
}

function filters(statement: Statement, { reach, companyId, form }: ReceiverQuery): string {
  const all: string[] = ['true']
  for (const id of [reach.companyId, companyId]) if (id !== undefined) all.push(`r.company_id = ${statement.value(id)}::int`)
  if (form) all.push(`r.form = ${statement.value(form)}::text`)
  return all.join(' AND ')
}
