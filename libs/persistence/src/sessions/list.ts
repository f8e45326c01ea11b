import { countBeside, type Counted } from '../counted.js'
import { Statement } from '../statement.js'
import { endOfStretch, rowsAlong, type Stretch } from './candidates.js'
import type { Ground } from './ground.js'
import type { SessionFilters, SessionQuery } from './list-query.js'
import { listed, type ListedSession } from './listed.js'
import { asksForEnd, matching } from './matching.js'
import { meaningOf } from './meaning.js'
import { withNow } from './sql.js'
import { walk } from './walk.js'
import { type Way, wayTo } from './way.js'

export interface SessionPage extends Counted {
  readonly items: readonly ListedSession[]
  /** Where to go on; null at the end. A page may be short and still have one. */
  readonly next: string | null
}

const countCap = 1000

/**
 * Candidates that a count looks at, from the newest on, where each takes no more than a look along the key: what takes it some milliseconds. Others
 * cost so many such looks more: what lies scattered over the table, what is judged by its watermarks, and what has its user looked up or a text read.
 */
const looks = 10_000
const costs = { scattered: 4, judged: 4, text: 15 } as const

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
  const counted = countBeside(count(ground, way, query))
  const from = { after: query.after ?? null, atMost: limit + 1 }
  for await (const { rows, next } of walk(way, from, (...stretch) => listed(ground, query, ...stretch))) {
    items.push(...rows)
    if (items.length > limit) {
      const kept = items.slice(0, limit)
      return { items: kept, next: kept.at(-1)?.id ?? null, ...(await counted(kept.length)) }
    }
    // Who came to the end from the newest on has seen all, further than the count may look.
    if (next === null && query.after === undefined) return { items, next, count: items.length, countCapped: false }
    if (next === null || performance.now() >= until) return { items, next, ...(await counted(items.length)) }
  }
  throw new Error('a walk ends with a step that has no next')
}

/** How many match, counted from the newest on, to the cap and within what it may look at. */
async function count(ground: Ground, way: Way, query: SessionFilters): Promise<Counted> {
  const statement = new Statement()
  const from: Stretch = { after: null, rows: Math.min(countedRows(way, query), rowsAlong(way)) }
  const text = `${withNow(ground, statement)},
    m AS MATERIALIZED (SELECT count(*)::int AS count FROM (${matching(ground, statement, way, query, from, '')} LIMIT ${countCap + 1}) m)
    SELECT least(m.count, ${countCap}) AS count, m.count > ${countCap} OR ${endOfStretch(statement, way, query, from)} IS NOT NULL AS "countCapped" FROM m`
  const { rows } = await ground.pool.query<Counted>(text, statement.values)
  return rows[0] ?? { count: 0, countCapped: false }
}

/** What is not active says so in its own row, if no watermark has ended it: most of a question for active ones is answered without a judgement. */
function countedRows(way: Way, query: SessionFilters): number {
  const { state, device, emailPrefix, search } = query
  const isJudged = asksForEnd({ ...query, state: state === 'active' ? undefined : state })
  const hasText =
    [device, emailPrefix].some((given) => given !== undefined) || (search !== undefined && !('ip' in search || 'sessionOrUserId' in search))
  const cost = 1 + (way.by === 'start' ? 0 : costs.scattered) + (isJudged ? costs.judged : 0) + (hasText ? costs.text : 0)
  return Math.ceil(looks / cost)
}
