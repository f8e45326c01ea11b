import type { Instant, Seconds } from '@tessera/core'
import { Pace } from '../pace.js'
import { Statement } from '../statement.js'
import { candidates, firstStepRows, stepRows, type Stretch } from './candidates.js'
import { joinComputedEnd } from './computed-end.js'
import type { Reach } from './end.js'
import type { Ground } from './ground.js'
import { clock, withNow } from './sql.js'
import type { Way } from './way.js'

/** Other lifetimes for a client. Null: the platform's default; left out: as it is. */
export interface PolicyPreview {
  readonly clientId: string
  readonly idleTimeout?: Seconds | null | undefined
  readonly absoluteLifetime?: Seconds | null | undefined
  readonly reach: Reach
}

/** What they would do at once. A session is counted under the lifetime that it would have met first. */
export interface PreviewedPolicy {
  readonly live: number
  readonly idleNow: number
  readonly outlivedNow: number
  /** Whether every session of the client within reach was looked at. */
  readonly complete: boolean
}

/** How long sessions are looked at, in milliseconds. */
const previewTime = 1500

interface ClientLifetimes {
  readonly idleTimeout: Seconds | null
  readonly absoluteLifetime: Seconds | null
  /** Before that, no session started that could be live. */
  readonly since: Instant
}

interface Counted {
  readonly seen: number
  readonly last: string | null
  readonly live: number
  readonly idleNow: number
  readonly outlivedNow: number
}

/**
 * Counts what other lifetimes would end at once, by the same SQL that computes ends. The walk goes through the client's sessions that are
 * young enough, or within a company through the company's, newest first, in steps, until the time is up.
 *
 * @returns null when there is no such client
 */
export async function previewPolicy(ground: Ground, preview: PolicyPreview): Promise<PreviewedPolicy | null> {
  const client = await lifetimesOf(ground, preview.clientId)
  if (!client) return null
  const to = { ...client, ...definedIn(preview) }
  const until = performance.now() + previewTime
  const sum = { live: 0, idleNow: 0, outlivedNow: 0 }
  const pace = new Pace({ first: firstStepRows, most: stepRows })
  let after: string | null = null
  for (;;) {
    const { seen, last, looked, ...counted } = await pace.step(async (rows) => ({
      ...(await count(ground, preview, to, { after, rows })),
      looked: rows,
    }))
    for (const key of ['live', 'idleNow', 'outlivedNow'] as const) sum[key] += counted[key]
    if (seen < looked) return { ...sum, complete: true }
    if (performance.now() >= until) return { ...sum, complete: false }
    after = last
  }
}

function definedIn({ idleTimeout, absoluteLifetime }: PolicyPreview) {
  return { ...(idleTimeout !== undefined && { idleTimeout }), ...(absoluteLifetime !== undefined && { absoluteLifetime }) }
}

async function lifetimesOf({ pool, clockOffset, defaults }: Ground, id: string): Promise<ClientLifetimes | undefined> {
  const { rows } = await pool.query<ClientLifetimes>(
    `SELECT c.idle_timeout AS "idleTimeout", c.absolute_lifetime AS "absoluteLifetime",
       ${clock('$2')} - make_interval(secs => coalesce(c.absolute_lifetime, $3::int)) AS since
     FROM clients c WHERE c.id = $1`,
    [id, clockOffset(), defaults.absoluteLifetime],
  )
  return rows[0]
}

const columns = `s.id, s.client_id, s.company_id, s.user_id, s.started_at, s.issued_at, s.idle_timeout, s.absolute_lifetime, s.revoked_at`

async function count(ground: Ground, { clientId, reach }: PolicyPreview, to: ClientLifetimes, from: Stretch): Promise<Counted> {
  const statement = new Statement()
  const way: Way = reach.companyId === undefined ? { by: 'client', id: clientId } : { by: 'company', id: reach.companyId }
  const id = statement.value(clientId)
  const text = `${withNow(ground, statement)},
    stretch AS MATERIALIZED (${candidates(statement, way, { reach, startedAfter: to.since }, from, columns)}),
    live AS MATERIALIZED (
      SELECT s.* FROM n CROSS JOIN stretch s JOIN clients c ON c.id = s.client_id ${joinComputedEnd(ground, statement)}
      WHERE s.client_id = ${id} AND s.revoked_at IS NULL AND e.state = 'active'
    ), previewed AS (
      SELECT e.state, t.absolute_end <= t.idle_end AS outlives
      FROM n CROSS JOIN live s
        CROSS JOIN (SELECT ${statement.value(to.idleTimeout)}::int AS idle_timeout, ${statement.value(to.absoluteLifetime)}::int AS absolute_lifetime) c
        ${joinComputedEnd(ground, statement)}
    )
    SELECT (SELECT count(*)::int FROM stretch) AS seen, (SELECT id FROM stretch ORDER BY id LIMIT 1) AS last, count(*)::int AS live,
      (count(*) FILTER (WHERE state = 'expired' AND NOT outlives))::int AS "idleNow",
      (count(*) FILTER (WHERE state = 'expired' AND outlives))::int AS "outlivedNow"
    FROM previewed`
  const { rows } = await ground.pool.query<Counted>(text, statement.values)
  const [counted] = rows
  if (!counted) throw new Error('an aggregate has one row')
  return counted
}
