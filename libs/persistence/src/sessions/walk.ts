import { Pace } from '../pace.js'
import { Statement } from '../statement.js'
import { endOfStretch, firstStepRows, orderOf, rowsAlong, stepRows, type Stretch } from './candidates.js'
import type { Ground } from './ground.js'
import type { SessionFilters } from './list-query.js'
import { listed, type ListedSession } from './listed.js'
import { matching } from './matching.js'
import { meaningOf } from './meaning.js'
import { withNow } from './sql.js'
import { type ReadStretch, type RowOfStretch, stretchOf, withEnd } from './stretch.js'
import { type Way, wayTo } from './way.js'

/** What one step of a walk found, newest first, and from where the walk goes on; null at its end. A step may have found nothing, and go on. */
export interface Step<T> {
  readonly rows: readonly T[]
  readonly next: string | null
}

/** A session that matches, and whose and where it is. */
export interface MatchingSession {
  readonly id: string
  readonly userId: string
  readonly clientId: string
  readonly companyId: number
}

/** Where a walk starts: null for the newest, else a step's `next`. */
type From = string | null

/**
 * Walks every session that matches, newest first, in steps: each is a short statement of its own, so that no snapshot is held, whatever
 * their number, and nothing is asked of the database before the step before was taken. Whoever has enough, or no time left, just stops.
 * Sessions that start behind a walk's back are newer than where it began, and are not in it.
 */
export async function* matchingSessions(
  ground: Ground,
  given: SessionFilters,
  after: From = null,
): AsyncGenerator<Step<MatchingSession>, void> {
  const query = await meaningOf(ground, given)
  yield* walk(await wayTo(ground, query), { after, atMost: stepRows }, async (way, from, limit) => {
    const statement = new Statement()
    const columns = 's.id, s.user_id AS "userId", s.client_id AS "clientId", s.company_id AS "companyId"'
    const most = statement.value(limit)
    const text = `${withNow(ground, statement)},
      s AS MATERIALIZED (${matching(ground, statement, way, query, from, columns)} ORDER BY ${orderOf(way)} LIMIT ${most})
      ${withEnd('s', `(SELECT count(*) FROM s) < ${most}`, endOfStretch(statement, way, query, from))}`
    return stretchOf(await ground.pool.query<RowOfStretch<MatchingSession>>(text, statement.values))
  })
}

/** Rows of a step that are read with all their names and ends: some 50 ms. */
const listedAtOnce = 500

/** The same walk, with each session as the listing shows it. */
export async function* everySession(ground: Ground, given: SessionFilters, after: From = null): AsyncGenerator<Step<ListedSession>, void> {
  const query = await meaningOf(ground, given)
  yield* walk(await wayTo(ground, query), { after, atMost: listedAtOnce }, (...stretch) => listed(ground, query, ...stretch))
}

/** @param read what a stretch has that matches, newest first; at most `limit` */
export async function* walk<T extends { readonly id: string }>(
  way: Way,
  { after, atMost }: { after: From; atMost: number },
  read: (way: Way, from: Stretch, limit: number) => Promise<ReadStretch<T>>,
): AsyncGenerator<Step<T>, void> {
  const pace = new Pace({ first: firstStepRows, most: rowsAlong(way) })
  let from: From = after
  do {
    const stretch = { after: from }
    const { rows, end } = await pace.step<ReadStretch<T>>(
      (looked) => read(way, { ...stretch, rows: looked }, atMost),
      (step, looked) => step.rows.length < atMost || looked <= atMost,
    )
    // What a stretch has beyond the limit is found when the walk goes on behind the last that it gave.
    from = rows.length >= atMost ? (rows.at(-1)?.id ?? null) : end
    yield { rows, next: from }
  } while (from !== null)
}
