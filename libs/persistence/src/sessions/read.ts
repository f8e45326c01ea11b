import type { Instant, Policy, SessionInContext, Watermark } from '@tessera/core'
import type { Ground } from './ground.js'
import { type Holder, holderOf, policyOf, sessionOf, type SessionRow } from './rows.js'
import { clock, coveringWatermarks, holderColumns, policyColumns, sessionColumns } from './sql.js'
import { watermarkOf, type WatermarkRow } from './watermark-row.js'

/** A session, all that its verdict depends on, and whom it speaks for: read by one statement, so at one instant. */
export interface SessionRead {
  readonly known: SessionInContext
  readonly holder: Holder
  readonly policy: Policy
  readonly now: Instant
}

const text = `
  SELECT ${sessionColumns}, ${policyColumns}, ${holderColumns}, ${clock('$2')} AS now, c.confidential,
    CASE WHEN u.deleted_at IS NOT NULL THEN 'gone' WHEN u.disabled_at IS NOT NULL THEN 'disabled' ELSE 'active' END AS "user",
    (SELECT json_build_object('subject', w.subject, 'at', w.at, 'reason', w.reason, 'by', w.by, 'except', w.except_session)
     FROM watermarks w WHERE ${coveringWatermarks} ORDER BY w.at, w.id LIMIT 1) AS watermark
  FROM sessions s JOIN users u ON u.id = s.user_id JOIN clients c ON c.id = s.client_id
  WHERE s.id = $1`

type Row = SessionRow & { user: SessionInContext['user']; confidential: boolean; watermark: WatermarkRow | null }

/** Reads one session in its context; null when there is none. */
export async function readSession(ground: Ground, id: string): Promise<SessionRead | null> {
  const { rows } = await ground.pool.query<Row>({ name: 'read-session', text, values: [id, ground.clockOffset()] })
  const [row] = rows
  if (!row) return null
  // The first is enough to judge by: it alone says how the session ended. A user may have set any number.
  const watermarks: readonly Watermark[] = row.watermark ? [watermarkOf(row.watermark)] : []
  return {
    known: { session: sessionOf(row), user: row.user, clientIsConfidential: row.confidential, watermarks },
    holder: holderOf(row),
    policy: policyOf(row, ground.defaults),
    now: row.now,
  }
}
