import type { Instant, WatermarkScope } from '@tessera/core'
import { clock } from '../sessions/sql.js'

/** What a revocation was asked to end: everything of a scope, what matches a filter (as it was given), or so many sessions by their ids. */
export type RevocationTarget =
  | { readonly everything: WatermarkScope; readonly filter?: never; readonly ids?: never }
  | { readonly filter: Readonly<Record<string, string | number>>; readonly everything?: never; readonly ids?: never }
  | { readonly ids: number; readonly everything?: never; readonly filter?: never }

/** Somebody, as far as the reader may know of them. */
export interface Named {
  readonly id: string
  /** Null when they were deleted, or are of another company than the reader. */
  readonly email: string | null
}

/** A revocation of many sessions, and how far it has come. */
export interface StoredRevocation {
  readonly id: string
  readonly state: 'waiting' | 'running' | 'done' | 'stopped'
  readonly target: RevocationTarget
  /** What its maker wrote. */
  readonly note: string | null
  readonly createdAt: Instant
  readonly createdBy: Named
  readonly startsAt: Instant
  /** How many sessions the set has; null for everything of a scope. */
  readonly total: number | null
  readonly ended: number
  /** Those of the set that had their end already when their turn came. */
  readonly passedOver: number
  readonly finishedAt: Instant | null
  readonly stoppedAt: Instant | null
  /** Null when it was stopped because its maker may not end sessions any more. */
  readonly stoppedBy: Named | null
}

/**
 * Whether the countdown of `r` is over: SQL. One that ends later than any does (they take a minute at most) is from before the clock was set back, and is not
 * waited for.
 */
export const hasBegun = (r: string, now: string) => `(${r}.starts_at <= ${now} OR ${r}.starts_at > ${now} + interval '2 minutes')`

const named = (user: string, reach: string) =>
  `json_build_object('id', ${user}.id, 'email', CASE WHEN ${user}.deleted_at IS NULL AND (${reach}::int IS NULL OR ${user}.company_id = ${reach}) THEN ${user}.email END)`

/**
 * Selects `StoredRevocation`s from `r`, the rows of a revocation each.
 *
 * @param reach the reader's company, as a placeholder; null there: all
 */
export const selectRevocations = (from: string, reach: string, clockOffset: string) => `
  SELECT r.id, r.target, r.note, r.created_at AS "createdAt", ${named('m', reach)} AS "createdBy", r.starts_at AS "startsAt", r.total, r.ended,
    r.passed_over AS "passedOver", r.finished_at AS "finishedAt", r.stopped_at AS "stoppedAt",
    CASE WHEN o.id IS NOT NULL THEN ${named('o', reach)} END AS "stoppedBy",
    CASE WHEN r.stopped_at IS NOT NULL THEN 'stopped' WHEN r.finished_at IS NOT NULL THEN 'done'
      WHEN ${hasBegun('r', clock(clockOffset))} THEN 'running' ELSE 'waiting' END AS state
  FROM (${from}) r JOIN users m ON m.id = r.created_by LEFT JOIN users o ON o.id = r.stopped_by
  ORDER BY r.id DESC`

/** Of one that is over: from where it was made is in the log, where it has its own time. */
export const forgetOrigin = 'held_until = NULL, ip = NULL, user_agent = NULL'
