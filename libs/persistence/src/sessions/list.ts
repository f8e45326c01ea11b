import { Statement } from '../statement.js'
import { meaningOf, stepRows, type Stretch, type Way, wayTo } from './candidates.js'
import type { Ground } from './ground.js'
import type { SessionFilters, SessionQuery } from './list-query.js'
import { listed, type ListedSession } from './listed.js'
import { matching, withNow } from './matching.js'
import { endOfStretch, walk } from './walk.js'

export interface SessionPage {
  readonly items: readonly ListedSession[]
  /** Where to go on; null at the end. A page may be short and still have one. */
  readonly next: string | null
  readonly count: number
  readonly countCapped: boolean
}

const countCap = 1000

/**
 * Candidates that a count looks at, from the newest on: what takes it some milliseconds. More of them where a look at the row tells, fewer where each
 * has to be judged: by its watermarks, by its user, or by a text in it.
 */
const countedRows = { plain: stepRows, judged: 2_000 } as const

/** How long a page may look for its rows, in milliseconds, before it answers with what it has. */
const searchTime = 300

/**
 * Lists sessions, newest first, by keyset. A rare match is searched for in steps until the page is full or the time is up; the
 * page then carries what was found and a cursor to go on, so that no search can run into a deadline. Steps grow: a common match is on the
 * first, and costs little.
 */
export async function listSessions(ground: Ground, given: SessionQuery): Promise<SessionPage> {
  const query = await meaningOf(ground, given)
  const { limit } = query
  const way = await wayTo(ground, query)
  const until = performance.now() + searchTime
  const items: ListedSession[] = []
  const counted = count(ground, way, query)
  // Awaited last; until then its fault must not count as unhandled.
  counted.catch(() => undefined)
  const from = { after: query.after ?? null, atMost: limit + 1 }
  for await (const { rows, next } of walk(ground, way, query, from, (...stretch) => listed(ground, query, ...stretch))) {
    items.push(...rows)
    if (items.length > limit) {
      const kept = items.slice(0, limit)
      return { items: kept, next: kept.at(-1)?.id ?? null, ...atLeast(kept.length, await counted) }
    }
    if (next === null || performance.now() >= until) return { items, next, ...atLeast(items.length, await counted) }
  }
  throw new Error('a walk ends with a step that has no next')
}

/** A page may have come further than the count did. */
function atLeast(found: number, { count, countCapped }: Pick<SessionPage, 'count' | 'countCapped'>) {
  return { count: Math.max(found, count), countCapped }
}

/** How many match, counted from the newest on, to the cap and within `countedRows`. */
async function count(ground: Ground, way: Way, query: SessionFilters): Promise<Pick<SessionPage, 'count' | 'countCapped'>> {
  const statement = new Statement()
  const from: Stretch = { after: null, rows: isJudged(query) ? countedRows.judged : countedRows.plain }
  const text = `${withNow(ground, statement)}
    SELECT count(*)::int AS count FROM (${matching(ground, statement, way, query, from, '')} LIMIT ${countCap + 1}) m`
  const { rows } = await ground.pool.query<{ count: number }>(text, statement.values)
  const counted = rows[0]?.count ?? 0
  if (counted > countCap) return { count: countCap, countCapped: true }
  return { count: counted, countCapped: (await endOfStretch(ground, way, query, from)) !== null }
}

/** What is not active says so in its own row, if no watermark has ended it: most of a question for active ones is answered without a judgement. */
function isJudged({ state, reason, device, emailPrefix, search }: SessionFilters): boolean {
  const hasText = search !== undefined && !('ip' in search || 'sessionOrUserId' in search)
  return hasText || (state !== undefined && state !== 'active') || [reason, device, emailPrefix].some((given) => given !== undefined)
}
