import type { Seconds } from '@tessera/core'
import type { PoolClient } from 'pg'
import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import { uuidv7 } from '../uuidv7.js'
import { holdSeconds } from './claim.js'
import type { RevocationTarget } from './stored-revocation.js'

/** Who asks for something to be done to many sessions, and from where. */
export interface RevocationActor {
  readonly by: string
  /** The company that they are bound to; null for a platform owner. */
  readonly companyId: number | null
  /** The API key that was shown; null when it was an access token. */
  readonly apiKeyId: string | null
  readonly origin: Origin
}

export interface NewRevocation extends RevocationActor {
  readonly target: RevocationTarget
  /** The set, gathered before; null for everything of a scope. */
  readonly sessions: readonly string[] | null
  readonly note: string | null
  /** The session that asks, when it is to be spared. */
  readonly spared: string | null
  /** Until the first session ends. 0: whoever creates it executes it at once, and has it in hand. */
  readonly startsIn: Seconds
}

/** Rows that one statement inserts: some tens of milliseconds. */
const batchRows = 10_000

const created = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now),
  r AS (
    INSERT INTO session_revocations (id, target, note, company_id, created_at, created_by, api_key_id, ip, user_agent, spared_session, starts_at, total)
    SELECT ${uuidv7('n.now')}, $2::jsonb, $3, $4::int, n.now, $5::uuid, $6::uuid, $7::inet, $8, $9::uuid, n.now, $10::int FROM n
    RETURNING *
  ), logged AS (
    INSERT INTO events (at, kind, company_id, by, note, ip, user_agent, details)
    SELECT r.created_at, 'revocation_created', r.company_id, r.created_by, r.note, r.ip, r.user_agent,
      jsonb_strip_nulls(jsonb_build_object('revocation_id', r.id, 'total', r.total, 'everything', r.target -> 'everything', 'api_key_id', r.api_key_id))
    FROM r
  )
  SELECT r.id FROM r`

const targeted = 'INSERT INTO session_revocation_targets (revocation_id, session_id) SELECT $1, unnest($2::uuid[])'

const counted = `
  UPDATE session_revocations r
  SET starts_at = ${clock('$2')} + make_interval(secs => $3::int),
    held_until = CASE WHEN $3::int = 0 THEN ${clock('$2')} + interval '${holdSeconds} seconds' END
  WHERE r.id = $1`

/**
 * Writes a revocation down with its whole set, in one transaction: a process that dies meanwhile leaves nothing of it. The countdown begins when
 * the set is complete.
 *
 * @returns its id
 */
export async function createRevocation(ground: Ground, revocation: NewRevocation): Promise<string> {
  return untilSettled(() =>
    inTransaction(ground.pool, async (transaction) => {
      const id = await insert(ground, transaction, revocation)
      const sessions = revocation.sessions ?? []
      for (let from = 0; from < sessions.length; from += batchRows) {
        await transaction.query({ name: 'target-sessions', text: targeted, values: [id, sessions.slice(from, from + batchRows)] })
      }
      await transaction.query({ name: 'count-revocation-down', text: counted, values: [id, ground.clockOffset(), revocation.startsIn] })
      return id
    }),
  )
}

async function insert(ground: Ground, transaction: PoolClient, revocation: NewRevocation): Promise<string> {
  const { target, note, companyId, by, apiKeyId, origin, spared, sessions } = revocation
  const { rows } = await transaction.query<{ id: string }>({
    name: 'create-revocation',
    text: created,
    values: [
      ...[ground.clockOffset(), JSON.stringify(target), note, companyId, by, apiKeyId],
      ...[origin.ip, origin.userAgent, spared, sessions?.length ?? null],
    ],
  })
  const [row] = rows
  if (!row) throw new Error('the revocation was not written')
  return row.id
}
