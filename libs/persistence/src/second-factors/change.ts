import { untilSettled } from '../contention.js'
import type { Ground } from '../ground.js'
import { insertMail, type QueuedMail } from '../mails/queued-mail.js'
import type { Origin, ShownSecondFactor } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { proofOf } from './proof-sql.js'

/** A change by the account's owner, who proved the factor with a code that this uses up. */
export interface FactorChange {
  readonly userId: string
  readonly proof: ShownSecondFactor
  readonly mail: QueuedMail
  readonly origin: Origin
}

/** The user's row is locked first, by every statement that changes it or starts a session: none of them blocks another for good. */
const holder = `
  holder AS MATERIALIZED (
    SELECT u.id, u.company_id FROM users u
    WHERE u.id = $2 AND u.second_factor_at IS NOT NULL AND u.disabled_at IS NULL AND u.deleted_at IS NULL FOR NO KEY UPDATE
  )`

const logged = (proof: ShownSecondFactor, kind: string) => `
  logged AS (
    INSERT INTO events (at, kind, user_id, company_id, by, ip, user_agent) SELECT u.at, k.kind, u.id, u.company_id, u.id, $4::inet, $5
    FROM u CROSS JOIN (VALUES ${proof.step === undefined ? `('recovery_code_used'), ` : ''}('${kind}')) k (kind)
  ), mailed AS (${insertMail({ kind: '$6', userId: 'u.id', sealed: '$7::bytea', at: 'u.at', from: 'u' })})`

const removalBy = (proof: ShownSecondFactor) => `
  WITH ${holder}, proved AS MATERIALIZED (${proofOf(proof, 'holder', '$3')}),
  u AS (
    UPDATE users u SET second_factor_at = NULL FROM proved p WHERE u.id = p.user_id
    RETURNING u.id, u.company_id, ${clock('$1')} AS at
  ), factor AS (DELETE FROM second_factors f USING u WHERE f.user_id = u.id),
  codes AS (DELETE FROM recovery_codes r USING u WHERE r.user_id = u.id),
  ${logged(proof, 'second_factor_removed')}
  SELECT FROM u`

/** The step is used up here as well, so that one code does one thing. */
const renewalBy = (proof: ShownSecondFactor) => `
  WITH ${holder}, proved AS MATERIALIZED (${
    proof.step === undefined
      ? proofOf(proof, 'holder', '$3')
      : `UPDATE second_factors f SET last_step = $3 FROM holder h WHERE f.user_id = h.id AND f.last_step < $3 RETURNING f.user_id`
  }),
  u AS (SELECT h.id, h.company_id, ${clock('$1')} AS at FROM proved p JOIN holder h ON h.id = p.user_id),
  old AS (DELETE FROM recovery_codes r USING u WHERE r.user_id = u.id),
  codes AS (INSERT INTO recovery_codes (user_id, hash) SELECT u.id, h FROM u, unnest($8::bytea[]) h),
  ${logged(proof, 'recovery_codes_renewed')}
  SELECT FROM u`

/** Turns the second factor off. @returns false when the code was used, or there is none any more */
export function removeSecondFactor(ground: Ground, change: FactorChange): Promise<boolean> {
  return write(ground, change, 'remove', removalBy(change.proof))
}

/** Puts new recovery codes in the place of the old ones. @returns false when the code was used, or there is no factor any more */
export function renewRecoveryCodes(ground: Ground, change: FactorChange, hashes: readonly Uint8Array[]): Promise<boolean> {
  return write(ground, change, 'renew', renewalBy(change.proof), hashes)
}

async function write(
  { pool, clockOffset }: Ground,
  change: FactorChange,
  deed: string,
  text: string,
  ...rest: unknown[]
): Promise<boolean> {
  const { userId, proof, mail, origin } = change
  const code = proof.step ?? proof.recoveryHash
  const values = [clockOffset(), userId, code, origin.ip, origin.userAgent, mail.kind, mail.sealed, ...rest]
  const name = `${deed}-second-factor-by-${proof.step === undefined ? 'recovery-code' : 'step'}`
  return untilSettled(async () => {
    const { rowCount } = await pool.query({ name, text, values })
    return rowCount === 1
  })
}
