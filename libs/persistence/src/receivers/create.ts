import type { Instant } from '@tessera/core'
import type { PoolClient } from 'pg'
import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import { uuidv7 } from '../uuidv7.js'
import { receiverOn } from './find.js'
import { logReceiver, type ReceiverActor } from './log.js'
import type { ReceiverForm, ReceiverRules, StoredReceiver } from './stored-receiver.js'

export interface NewReceiver extends ReceiverRules {
  readonly form: ReceiverForm
  /** Null: it is told everybody's. */
  readonly companyId: number | null
}

/** What is sealed for one receiver, and opens for no other. */
export interface SealedForReceiver {
  readonly secret: Uint8Array | null
  readonly authorization: Uint8Array | null
}

export type ReceiverCreation =
  | { readonly outcome: 'created'; readonly receiver: StoredReceiver }
  | { readonly outcome: 'refused'; readonly refusal: 'company_unknown' | 'too_many_receivers' }

/** Receivers that one company may have, and those of everybody's events. */
export const mostReceivers = 50

/** Of those who register at once, each waits here for the one before: or the count would miss receivers that are not committed yet. */
const registering = 72_707_391

const begun = `
  SELECT n.now, ${uuidv7('n.now')} AS id,
    (SELECT count(*)::int FROM receivers r WHERE r.company_id IS NOT DISTINCT FROM $2::int) AS there,
    $2::int IS NULL OR EXISTS (SELECT FROM companies o WHERE o.id = $2) AS known
  FROM (SELECT ${clock('$1')} AS now) n`

const insert = `
  INSERT INTO receivers (id, company_id, name, form, url, kinds, audience, sealed_secret, sealed_authorization, created_at, created_by, since)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10::float8 / 1000), $11, pg_current_snapshot()::text)`

/**
 * Registers an address, and logs it. It is told whatever is committed after this returns.
 *
 * @param sealedFor seals its secrets, bound to its id
 * @throws ContentionFault when others were registering until the deadline; nothing was created then
 */
export async function createReceiver(
  ground: Ground,
  receiver: NewReceiver,
  sealedFor: (id: string) => SealedForReceiver,
  actor: ReceiverActor,
): Promise<ReceiverCreation> {
  const { companyId } = receiver
  return untilSettled(() =>
    inTransaction(ground.pool, async (transaction): Promise<ReceiverCreation> => {
      await transaction.query('SELECT pg_advisory_xact_lock($1)', [registering])
      const { rows } = await transaction.query<Begun>(begun, [ground.clockOffset(), companyId])
      const [beginning] = rows
      if (!beginning?.known) return { outcome: 'refused', refusal: 'company_unknown' }
      if (beginning.there >= mostReceivers) return { outcome: 'refused', refusal: 'too_many_receivers' }
      await write(transaction, beginning, receiver, sealedFor(beginning.id), actor)
      const created = await receiverOn(transaction, ground.clockOffset(), beginning.id, {})
      if (!created) throw new Error('the receiver was not written')
      return { outcome: 'created', receiver: created }
    }),
  )
}

interface Begun {
  readonly now: Instant
  readonly id: string
  readonly there: number
  readonly known: boolean
}

async function write(
  transaction: PoolClient,
  { id, now }: Begun,
  { name, form, companyId, url, kinds, audience }: NewReceiver,
  { secret, authorization }: SealedForReceiver,
  actor: ReceiverActor,
): Promise<void> {
  await transaction.query(insert, [...[id, companyId, name, form, url, kinds, audience, secret, authorization], now, actor.by])
  const told = { id, name, form, url, audience, ...(form === 'webhook' && { kinds }), ...(authorization && { authorization: true }) }
  await logReceiver(transaction, now, { kind: 'receiver_created', companyId, details: told }, actor)
}
