import type { EndReason } from './end.js'
import type { Instant, Session } from './session.js'

/** Whose sessions a watermark ends. `subject` is the user's, company's or client's id as a string; null for the platform. */
export type WatermarkScope =
  { readonly scope: 'platform'; readonly subject: null } | { readonly scope: 'company' | 'client' | 'user'; readonly subject: string }

/**
 * Ends every session of its scope that started at or before `at`, in the time of one write, whatever their number.
 * Append-only: there is no way to take one back.
 */
export type Watermark = WatermarkScope & {
  readonly at: Instant
  readonly reason: EndReason
  /** The user who set it; null when a rule did. */
  readonly by: string | null
  /** The one session it spares ("sign out everywhere else"). */
  readonly except: string | null
}

/** Whether the watermark ends this session. */
export function covers(watermark: Watermark, session: Session): boolean {
  return session.startedAt <= watermark.at && session.id !== watermark.except && isOf(watermark, session)
}

function isOf(watermark: Watermark, session: Session): boolean {
  switch (watermark.scope) {
    case 'platform':
      return true
    case 'company':
      return watermark.subject === String(session.companyId)
    case 'client':
      return watermark.subject === session.clientId
    case 'user':
      return watermark.subject === session.userId
  }
}
