import type { EndReason } from '@tessera/core'

interface WatermarkExpressions {
  /** Holds `at`, and what the other expressions name as `f`. No row, nothing ends. */
  readonly from: string
  /** As `subjectOf` has it. */
  readonly subject: string
  /** Whom or what the event is about. */
  readonly userId?: string
  readonly clientId?: string
  readonly companyId?: string
  readonly reason: string
  /** Who does it; NULL for a rule. */
  readonly by: string
  /** The one session to spare. */
  readonly except?: string
  readonly note?: string
  readonly ip: string
  readonly userAgent: string
  /** What else the event says, as JSON. */
  readonly details?: string
}

/**
 * Two more parts of a WITH, which end every session of a scope that has started by `at`, in the time of one write: the watermark, and its event.
 *
 * @param name of the first part; unique in the statement
 */
export const setWatermark = (name: string, expressions: WatermarkExpressions) => {
  const { from, subject, reason, by, except = 'NULL', note = 'NULL', ip, userAgent, details } = expressions
  const { userId = 'NULL', clientId = 'NULL', companyId = 'NULL' } = expressions
  const told = `jsonb_build_object('subject', ${subject}, 'except', ${except}::uuid)`
  return `
  ${name} AS (
    INSERT INTO watermarks (subject, at, reason, by, except_session)
    SELECT ${subject}, f.at, ${reason}::end_reason, ${by}::uuid, ${except}::uuid FROM ${from} f
  ), ${name}_logged AS (
    INSERT INTO events (at, kind, user_id, client_id, company_id, reason, by, note, ip, user_agent, details)
    SELECT f.at, 'watermark_set', ${userId}::uuid, ${clientId}, ${companyId}::int, ${reason}::end_reason, ${by}::uuid, ${note}, ${ip}::inet, ${userAgent}::text,
      ${details === undefined ? told : `${told} || ${details}`}
    FROM ${from} f
  )`
}

interface EndingExpressions extends Pick<WatermarkExpressions, 'by' | 'except' | 'ip' | 'userAgent'> {
  /** Holds `id` (the user), `company_id` and `at`: an instant that was read after the user's row was locked. No row, nothing ends. */
  readonly from: string
  readonly reason: EndReason
}

/**
 * The same for users, in the statements whose own change ends sessions (a new password, a disable). The row of the user must be locked before
 * `at` is read: a login that was faster has then started before it, and one that is slower finds the row changed.
 */
export const endSessionsOf = (name: string, { reason, ...rest }: EndingExpressions) =>
  setWatermark(name, { ...rest, subject: `'user:' || f.id`, userId: 'f.id', companyId: 'f.company_id', reason: `'${reason}'` })
