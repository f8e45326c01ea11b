import type { EndReason, WatermarkScope } from '@tessera/core'
import type { PoolClient } from 'pg'
import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import type { Role } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import { holdStanding } from '../users/standing.js'
import { forgetOrigin, hasBegun, type RevocationTarget } from './stored-revocation.js'
import { takeTurn } from './turn.js'

/** The reason that every session has which ends with others. */
export const endReason: EndReason = 'revoked_by_admin'

/** A revocation whose row is held until the transaction ends: nobody stops it meanwhile, and nobody else goes on with it. */
export interface HeldRevocation {
  readonly id: string
  readonly everything: WatermarkScope | null
  /** Of everything: when its watermark was written. */
  readonly watermarkAt: number | null
  readonly spared: string | null
}

const lock = `
  SELECT r.id, r.created_by AS maker, r.target, r.watermark_at AS "watermarkAt", r.spared_session AS spared
  FROM session_revocations r
  WHERE r.id = $1 AND r.finished_at IS NULL AND r.stopped_at IS NULL AND ${hasBegun('r', clock('$2'))} FOR UPDATE`

/** Who may end many sessions of their company: as the contract has it, to which a test of the API holds it equal. */
export const bulkRevokers: readonly Role[] = ['owner', 'admin']

/**
 * Whether its maker may still end many sessions, and as widely as then: still an owner; or, bound to a company, still one of `bulkRevokers`
 * there. With an API key, that the key was not revoked.
 */
const mayStill = `
  SELECT FROM session_revocations r JOIN users u ON u.id = r.created_by
  WHERE r.id = $1 AND u.disabled_at IS NULL AND u.deleted_at IS NULL
    AND CASE WHEN r.company_id IS NULL THEN 'owner' = ANY (u.roles) ELSE u.company_id = r.company_id AND u.roles && $2::role[] END
    AND (r.api_key_id IS NULL OR EXISTS (SELECT FROM api_keys k WHERE k.id = r.api_key_id AND k.revoked_at IS NULL))`

const stopped = `
  WITH r AS (UPDATE session_revocations r SET stopped_at = ${clock('$2')}, ${forgetOrigin} WHERE r.id = $1 RETURNING r.*)
  INSERT INTO events (at, kind, company_id, details)
  SELECT r.stopped_at, 'revocation_stopped', r.company_id, jsonb_strip_nulls(jsonb_build_object('revocation_id', r.id, 'total', r.total, 'ended', r.ended))
  FROM r`

/**
 * Does a piece of a revocation in one transaction, with its row held. One that is over or stopped is left alone; one whose maker may not end
 * sessions any more is stopped.
 *
 * @returns what `work` returns; `over` when there is nothing (more) to do
 * @throws ContentionFault when rows stayed contended until the deadline; nothing was changed then
 */
export function withHeldRevocation<T>(
  ground: Ground,
  id: string,
  work: (transaction: PoolClient, held: HeldRevocation) => Promise<T>,
): Promise<T | 'over'> {
  return untilSettled(() =>
    inTransaction(ground.pool, async (transaction): Promise<T | 'over'> => {
      await takeTurn(transaction, id)
      const values = [id, ground.clockOffset()]
      const { rows } = await transaction.query<Omit<HeldRevocation, 'everything'> & { maker: string; target: RevocationTarget }>({
        ...{ name: 'hold-revocation', text: lock, values },
      })
      const [row] = rows
      if (!row) return 'over'
      const { maker, target, ...held } = row
      // What has its watermark is in force, and only counted still: there is nothing left to stop.
      if (held.watermarkAt === null && !(await holds(transaction, id, maker))) {
        await transaction.query({ name: 'stop-held-revocation', text: stopped, values })
        return 'over'
      }
      return work(transaction, { ...held, everything: target.everything ?? null })
    }),
  )
}

/** Whether its maker may still do what it does. Whoever takes that from them waits for the transaction, and comes before the next one. */
async function holds(transaction: PoolClient, id: string, maker: string): Promise<boolean> {
  await holdStanding(transaction, maker)
  const { rowCount } = await transaction.query({ name: 'may-still-revoke', text: mayStill, values: [id, bulkRevokers] })
  return rowCount === 1
}
