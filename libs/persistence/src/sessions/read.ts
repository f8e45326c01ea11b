import type { ClientRules, Instant, Policy, SessionInContext, Watermark } from '@tessera/core'
import type { Credentials, ShownAttempt } from './attempt.js'
import type { Ground } from './ground.js'
import { type Holder, holderOf, policyOf, sessionOf, type SessionRow } from './rows.js'
import { apiKeyCompany, clock, firstWatermark, holderColumns, isClientSecret, policyColumns, sessionColumns } from './sql.js'
import { watermarkOf, type WatermarkRow } from './watermark-row.js'

/** A session, all that its verdict depends on, and whom it speaks for: read by one statement, so at one instant. */
export interface SessionRead {
  readonly known: SessionInContext
  readonly holder: Holder
  /** Whether logins of the user need a second factor. */
  readonly hasSecondFactor: boolean
  readonly policy: Policy
  readonly now: Instant
  /** What the secrets are worth that came with the attempt. */
  readonly credentials: Credentials
}

/** What `Credentials` are asked of. */
export type Shown = Pick<ShownAttempt, 'clientSecretHash' | 'apiKey'>

const nothingShown: Shown = { clientSecretHash: null, apiKey: null }

/** What a session is judged by, where `s`, `u`, `c` and `n.now` come from. */
export const selectInContext = (clientProved: string, apiKeyCompanyId: string) => `
  SELECT ${sessionColumns}, ${policyColumns}, ${holderColumns}, n.now, c.confidential,
    'refresh_token' = ANY (c.grants) AS "mayRefresh", CASE WHEN NOT c.every_dialect THEN c.dialects END AS dialects,
    ${clientProved} AS "clientProved", ${apiKeyCompanyId}::int AS "apiKeyCompanyId",
    CASE WHEN u.deleted_at IS NOT NULL THEN 'gone' WHEN u.disabled_at IS NOT NULL THEN 'disabled' ELSE 'active' END AS "user", u.second_factor_at IS NOT NULL AS "hasSecondFactor",
    (${firstWatermark(`json_build_object('subject', w.subject, 'at', w.at, 'reason', w.reason, 'by', w.by, 'except', w.except_session)`)}) AS watermark`

/** As for `rotate`, with a text for each kind of request: so PostgreSQL settles on a plan. */
const textFor = (clientProved: string, apiKeyCompanyId: string) => `${selectInContext(clientProved, apiKeyCompanyId)}
  FROM sessions s JOIN users u ON u.id = s.user_id JOIN clients c ON c.id = s.client_id, (SELECT ${clock('$2')} AS now) n
  WHERE s.id = $1`

const statements = {
  plain: { name: 'read-session', text: textFor('false', 'NULL') },
  withCredentials: { name: 'read-session-with-credentials', text: textFor(isClientSecret('$3'), apiKeyCompany('$4', '$5')) },
} as const

/** A session in its context, as the database answers. */
export type ContextRow = SessionRow &
  ClientRules &
  Credentials & { hasSecondFactor: boolean; user: SessionInContext['user']; watermark: WatermarkRow | null }

/** Reads one session in its context; null when there is none. */
export async function readSession(
  ground: Ground,
  id: string,
  { clientSecretHash, apiKey }: Shown = nothingShown,
): Promise<SessionRead | null> {
  const credentials = secretsOf({ clientSecretHash, apiKey })
  const values = [id, ground.clockOffset(), ...(credentials ?? [])]
  const { rows } = await ground.pool.query<ContextRow>({ ...statements[credentials ? 'withCredentials' : 'plain'], values })
  const [row] = rows
  return row ? readingOf(row, ground) : null
}

/** What the statement is to look up; null when the request showed no secret. */
export function secretsOf({ clientSecretHash, apiKey }: Shown): readonly unknown[] | null {
  const shownKey = apiKey === 'owed' ? null : apiKey
  return clientSecretHash || shownKey ? [clientSecretHash, shownKey?.prefix ?? null, shownKey?.hash ?? null] : null
}

/** The row as the core judges it. */
export function readingOf(row: ContextRow, { defaults }: Pick<Ground, 'defaults'>): SessionRead {
  const { confidential, mayRefresh, dialects } = row
  // The first is enough to judge by: it alone says how the session ended. A user may have set any number.
  const watermarks: readonly Watermark[] = row.watermark ? [watermarkOf(row.watermark)] : []
  return {
    known: { session: sessionOf(row), user: row.user, client: { confidential, mayRefresh, dialects }, scope: row.scope, watermarks },
    holder: holderOf(row),
    hasSecondFactor: row.hasSecondFactor,
    policy: policyOf(row, defaults),
    now: row.now,
    credentials: { clientProved: row.clientProved, apiKeyCompanyId: row.apiKeyCompanyId },
  }
}
