import type { EndReason } from '@tessera/core'

interface EndingExpressions {
  /** Holds `id` (the user), `company_id` and `at`: an instant that was read after the user's row was locked. No row, nothing ends. */
  readonly from: string
  readonly reason: EndReason
  /** Who does it; NULL for a rule. */
  readonly by: string
  /** The one session to spare. */
  readonly except?: string
  readonly ip: string
  readonly userAgent: string
}

/**
 * Two more parts of a WITH, which end every session of users that has started, in the time of one write: the watermark, and its event. For the
 * statements whose own change ends sessions (a new password, a disable). The row of the user must be locked before `at` is read: a login
 * that was faster has then started before it, and one that is slower finds the row changed.
 *
 * @param name of the first part; unique in the statement
 */
export const endSessionsOf = (name: string, { from, reason, by, except = 'NULL', ip, userAgent }: EndingExpressions) => `
  ${name} AS (
    INSERT INTO watermarks (subject, at, reason, by, except_session)
    SELECT 'user:' || f.id, f.at, '${reason}', ${by}::uuid, ${except}::uuid FROM ${from} f
  ), ${name}_logged AS (
    INSERT INTO events (at, kind, user_id, company_id, reason, by, ip, user_agent, details)
    SELECT f.at, 'watermark_set', f.id, f.company_id, '${reason}', ${by}::uuid, ${ip}::inet, ${userAgent}::text,
      jsonb_build_object('subject', 'user:' || f.id, 'except', ${except}::uuid)
    FROM ${from} f
  )`
