import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import type { ReceiverForm } from './stored-receiver.js'

/** A receiver as whoever sends to it needs it: with its secrets, sealed. */
export interface AddressedReceiver {
  readonly id: string
  readonly form: ReceiverForm
  readonly companyId: number | null
  readonly url: string | null
  readonly audience: string | null
  readonly sealedSecret: Buffer | null
  /** While it signs too. */
  readonly sealedFormerSecret: Buffer | null
  readonly sealedAuthorization: Buffer | null
}

/** The columns of an `AddressedReceiver`, from receiver `r` at `n.now`. */
export const addressedColumns = `
  r.id, r.form, r.company_id AS "companyId", r.url, r.audience, r.sealed_secret AS "sealedSecret",
  CASE WHEN r.former_secret_until > n.now THEN r.sealed_former_secret END AS "sealedFormerSecret",
  r.sealed_authorization AS "sealedAuthorization"`

const text = `
  SELECT ${addressedColumns} FROM (SELECT ${clock('$2')} AS now) n, receivers r
  WHERE r.id = $1 AND ($3::int IS NULL OR r.company_id = $3)`

/** A receiver to send to now; null when there is none within reach. */
export async function addressReceiver({ pool, clockOffset }: Ground, id: string, reach: Reach): Promise<AddressedReceiver | null> {
  const { rows } = await pool.query<AddressedReceiver>(text, [id, clockOffset(), reach.companyId ?? null])
  return rows[0] ?? null
}
