import type { EndReason, WatermarkScope } from '@tessera/core'

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

/** The column of `sessions` that says whose a session is, and how an id is compared with it. */
const columns = { user: 's.user_id', client: 's.client_id', company: 's.company_id' } as const
const types = { user: 'uuid', client: 'text', company: 'int' } as const

/**
 * Whether session `s` is of that scope, as a range of the index that has its newest last, and the order in which that is read backwards: for a value
 * that many have, PostgreSQL may go through everybody else's sessions.
 *
 * @param id SQL; of the platform it is not looked at
 */
export const isOf = (scope: WatermarkScope['scope'], id: string): string =>
  scope === 'platform'
    ? 'true'
    : `(${columns[scope]}, s.id) >= (${id}::${types[scope]}, '00000000-0000-0000-0000-000000000000')
        AND (${columns[scope]}, s.id) <= (${id}::${types[scope]}, 'ffffffff-ffff-ffff-ffff-ffffffffffff')`
export const newestOf = (scope: WatermarkScope['scope']): string =>
  scope === 'platform' ? 's.id DESC' : `${columns[scope]} DESC, s.id DESC`

/**
 * The instant of a watermark: `at`; or, where the database's clock was set back since, as after a failover to a machine that is behind, the start of
 * the newest session of the scope. Else those that started in what is now the future would outlive it. A user's imported token that waits started with
 * the import; those of a wider scope are not looked for, as that would take a look at every token.
 */
export const watermarkAt = (at: string, scope: WatermarkScope['scope'], id: string): string => {
  const newest = `(SELECT s.started_at FROM sessions s WHERE ${isOf(scope, id)} ORDER BY ${newestOf(scope)} LIMIT 1)`
  const waiting = `(SELECT max(t.imported_at) FROM imported_tokens t WHERE t.user_id = ${id}::uuid AND t.used_at IS NULL)`
  return `greatest(${at}, ${scope === 'user' ? `${newest}, ${waiting}` : newest})`
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
export const endSessionsOf = (name: string, { from, reason, ...rest }: EndingExpressions) =>
  setWatermark(name, {
    ...{ ...rest, from: `(SELECT e.id, e.company_id, ${watermarkAt('e.at', 'user', 'e.id')} AS at FROM ${from} e)` },
    ...{ subject: `'user:' || f.id`, userId: 'f.id', companyId: 'f.company_id', reason: `'${reason}'` },
  })
