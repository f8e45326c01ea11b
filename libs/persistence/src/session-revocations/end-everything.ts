import type { Instant, WatermarkScope } from '@tessera/core'
import type { PoolClient } from 'pg'
import { Pace } from '../pace.js'
import { Statement } from '../statement.js'
import { candidates, firstStepRows, stepRows, type Stretch } from '../sessions/candidates.js'
import { setWatermark, watermarkAt } from '../sessions/ending-sql.js'
import type { Ground } from '../sessions/ground.js'
import { absoluteEnd, clock, coveringWatermarks, idleEnd } from '../sessions/sql.js'
import { subjectOf } from '../sessions/watermark-row.js'
import type { Way } from '../sessions/way.js'
import { endReason } from './held.js'

/** How far the sessions are counted that everything of a scope was, and for how many milliseconds. */
export const countCap = 10_000
const countTime = 1000

/** The watermark, its event and that it is in force, in one write. It waits for nothing, and above all for no counting. */
const textFor = (scope: WatermarkScope['scope']) => `
  WITH r AS (
    UPDATE session_revocations r SET watermark_at = ${watermarkAt(clock('$2'), scope, `substr($3::text, strpos($3, ':') + 1)`)} WHERE r.id = $1
    RETURNING r.id, r.watermark_at AS at, r.note, r.ip, r.user_agent, r.created_by, r.spared_session, r.api_key_id
  ), ending AS (
    SELECT r.*, u.id AS user_id, c.id AS client_id, coalesce(u.company_id, o.id) AS company_id
    FROM r LEFT JOIN users u ON $3 = 'user:' || u.id LEFT JOIN clients c ON $3 = 'client:' || c.id LEFT JOIN companies o ON $3 = 'company:' || o.id
  ), ${setWatermark('set', {
    ...{ from: 'ending', subject: '$3', userId: 'f.user_id', clientId: 'f.client_id', companyId: 'f.company_id' },
    ...{ reason: `'${endReason}'`, by: 'f.created_by', except: 'f.spared_session', note: 'f.note', ip: 'f.ip', userAgent: 'f.user_agent' },
    details: `jsonb_strip_nulls(jsonb_build_object('revocation_id', f.id, 'api_key_id', f.api_key_id))`,
  })}
  SELECT FROM r`

/** Ends everything of a scope that has started by now, within the transaction that holds the revocation's row. */
export async function endEverything(ground: Ground, transaction: PoolClient, id: string, scope: WatermarkScope): Promise<void> {
  const { scope: of } = scope
  await transaction.query({ name: `end-everything-of-${of}`, text: textFor(of), values: [id, ground.clockOffset(), subjectOf(scope)] })
}

/** A watermark that is in force. */
export interface InForce {
  readonly scope: WatermarkScope
  readonly at: Instant
  readonly spared: string | null
}

/**
 * How many sessions lived when the watermark was written that it ended: counted newest first, to the cap, and as far as a second reaches. It is the
 * same whenever it is counted: none of them moves on any more.
 */
export async function countEnded(ground: Ground, { scope, at, spared }: InForce): Promise<number> {
  const until = performance.now() + countTime
  const pace = new Pace({ first: firstStepRows, most: stepRows })
  let after: string | null = null
  let ended = 0
  do {
    const counted = await pace.step((rows) => countStep(ground, { scope, at, spared }, { after, rows }, countCap - ended))
    ended += counted.ended
    after = counted.next
  } while (after !== null && ended < countCap && performance.now() < until)
  return ended
}

interface CountedStep {
  readonly ended: number
  readonly next: string | null
}

async function countStep(ground: Ground, { scope, at, spared }: InForce, from: Stretch, atMost: number): Promise<CountedStep> {
  const statement = new Statement()
  const stretch = candidates(statement, wayTo(scope), { reach: {}, startedBefore: at + 1 }, from)
  const then = `to_timestamp(${statement.value(at)}::float8 / 1000)`
  const counting = `
    WITH s AS MATERIALIZED (${stretch}), n AS (SELECT ${then} AS now),
    alive AS (
      SELECT FROM n, s JOIN clients c ON c.id = s.client_id
      WHERE (s.revoked_at IS NULL OR s.revoked_at > n.now) AND s.id IS DISTINCT FROM ${statement.value(spared)}::uuid
        AND n.now < ${absoluteEnd(statement.value(ground.defaults.absoluteLifetime))} AND n.now < ${idleEnd(statement.value(ground.defaults.idleTimeout))}
        AND NOT EXISTS (SELECT FROM watermarks w WHERE ${coveringWatermarks} AND w.at < n.now)
      LIMIT ${atMost}
    )
    SELECT (SELECT count(*)::int FROM alive) AS ended, (SELECT count(*)::int FROM s) AS seen, (SELECT s.id FROM s ORDER BY s.id LIMIT 1) AS last`
  const { rows } = await ground.pool.query<{ ended: number; seen: number; last: string | null }>(counting, statement.values)
  const { ended = 0, seen = 0, last = null } = rows[0] ?? {}
  return { ended, next: seen === from.rows ? last : null }
}

function wayTo(scope: WatermarkScope): Way {
  if (scope.scope === 'user') return { by: 'users', ids: [scope.subject] }
  if (scope.scope === 'client') return { by: 'client', id: scope.subject }
  return scope.scope === 'company' ? { by: 'company', id: Number(scope.subject) } : { by: 'start' }
}
