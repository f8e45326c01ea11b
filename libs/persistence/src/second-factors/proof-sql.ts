import type { ShownSecondFactor } from '../sessions/index.js'

/**
 * Whether a code is good, as a part of a statement that takes the factor or its recovery codes away: the row is locked and read, because no
 * statement may write a row twice. Two statements with one code wait for each other, and the second finds it gone.
 *
 * @param holder a part of the statement that holds the user's `id`
 * @param code the placeholder of the step or of the hash
 */
export const proofOf = (factor: ShownSecondFactor, holder: string, code: string): string =>
  factor.step === undefined
    ? `SELECT r.user_id FROM ${holder} h JOIN recovery_codes r ON r.user_id = h.id WHERE r.hash = ${code}::bytea AND r.used_at IS NULL FOR UPDATE OF r`
    : `SELECT f.user_id FROM ${holder} h JOIN second_factors f ON f.user_id = h.id WHERE f.last_step < ${code}::bigint FOR UPDATE OF f`
