import type { Instant } from '@tessera/core'
import type { Named } from '../events/entry.js'

/** As the `form` column has it: posts signed JSON; posts security event tokens; keeps them until they are asked for. */
export type ReceiverForm = 'webhook' | 'set_push' | 'set_poll'

/** An address that is told what happens, as it may be seen. Its secrets never leave the database but to be used (`claim.ts`). */
export interface StoredReceiver {
  readonly id: string
  readonly name: string
  readonly form: ReceiverForm
  /** Whose events it is told; null for everybody's. */
  readonly company: { readonly id: number; readonly name: string } | null
  readonly url: string | null
  /** Null unless it is a webhook. */
  readonly kinds: readonly string[] | null
  readonly audience: string | null
  readonly hasAuthorization: boolean
  readonly createdAt: Instant
  readonly createdBy: Named
  readonly pausedAt: Instant | null
  readonly failingSince: Instant | null
  /** Until then it is left alone. */
  readonly retryAt: Instant | null
  readonly lastDeliveredAt: Instant | null
  /** Deliveries that wait, counted to `mostCounted`. */
  readonly waiting: number
  /** Until then the secret before signs too; null when none does. */
  readonly formerSecretUntil: Instant | null
}

/** What may be said of a receiver, and changed. */
export interface ReceiverRules {
  readonly name: string
  readonly url: string | null
  /** Empty unless it is a webhook. */
  readonly kinds: readonly string[]
  readonly audience: string | null
}

/** How far what waits is counted. */
const mostCounted = 1000

/** Whether delivery `d` is neither delivered nor given up: as the partial index has it. */
export const isWaiting = 'd.delivered_at IS NULL AND d.failed_at IS NULL'

/**
 * The columns of a `StoredReceiver`, from receiver `r`, its company `o` and its maker `u`, at `n.now`.
 *
 * @param company the placeholder of the company that the reader is bound to; null there for none
 */
export const receiverColumns = (company: string) => `
  r.id, r.name, r.form, r.url, CASE WHEN r.form = 'webhook' THEN r.kinds END AS kinds, r.audience,
  CASE WHEN o.id IS NOT NULL THEN json_build_object('id', o.id, 'name', o.name) END AS company,
  r.sealed_authorization IS NOT NULL AS "hasAuthorization", r.created_at AS "createdAt",
  json_build_object('id', r.created_by, 'email',
    CASE WHEN u.deleted_at IS NULL AND (${company}::int IS NULL OR u.company_id = ${company}) THEN u.email END) AS "createdBy",
  r.paused_at AS "pausedAt", r.failing_since AS "failingSince", CASE WHEN r.retry_at > n.now THEN r.retry_at END AS "retryAt",
  r.last_delivered_at AS "lastDeliveredAt",
  (SELECT count(*)::int FROM (SELECT FROM deliveries d WHERE d.receiver_id = r.id AND ${isWaiting} LIMIT ${mostCounted}) w) AS waiting,
  CASE WHEN r.former_secret_until > n.now THEN r.former_secret_until END AS "formerSecretUntil"`

/** Joins what `receiverColumns` needs. */
export const joinNames = 'LEFT JOIN companies o ON o.id = r.company_id LEFT JOIN users u ON u.id = r.created_by'
