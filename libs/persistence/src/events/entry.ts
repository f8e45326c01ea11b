import type { EndReason, Instant } from '@tessera/core'

/** Somebody in the event log. The e-mail is null when the user was deleted, or is beyond the reader's reach. */
export interface Named {
  readonly id: string
  readonly email: string | null
}

/** One entry of the event log, as administrators read it. */
export interface LogEntry {
  readonly id: number
  readonly at: Instant
  readonly kind: string
  readonly reason: EndReason | null
  /** Whom it is about. */
  readonly user: Named | null
  /** Who did it; null when a rule did. */
  readonly by: Named | null
  readonly sessionId: string | null
  readonly clientId: string | null
  readonly company: { readonly id: number; readonly name: string } | null
  readonly ip: string | null
  readonly userAgent: string | null
  readonly note: string | null
  readonly details: Readonly<Record<string, unknown>> | null
}

/**
 * The entries of some rows of the log, newest first. Of somebody beyond the reader's reach only the id is shown: not their e-mail, nor from
 * where they came. Of an entry that is not of the reader's company, such as everything of the platform that was ended, what somebody wrote about it is not shown either.
 *
 * @param rows SQL that yields rows of `events`
 * @param company the placeholder of the company that the reader is bound to; null there for none
 */
export const entriesOf = (rows: string, company: string) => `
  SELECT e.id, e.at, e.kind, e.reason, e.session_id AS "sessionId", e.client_id AS "clientId",
    CASE WHEN v.entry THEN e.note END AS note,
    CASE WHEN v.entry THEN e.details WHEN e.kind = 'watermark_set' THEN jsonb_build_object('subject', e.details -> 'subject', 'except', e.details -> 'except') END AS details,
    CASE WHEN v.by THEN host(e.ip) END AS ip, CASE WHEN v.by THEN e.user_agent END AS "userAgent",
    CASE WHEN e.user_id IS NOT NULL THEN json_build_object('id', e.user_id, 'email', CASE WHEN v.user AND u.deleted_at IS NULL THEN u.email END) END AS "user",
    CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id, 'email', CASE WHEN v.by AND b.deleted_at IS NULL THEN b.email END) END AS by,
    CASE WHEN o.id IS NOT NULL AND (${company}::int IS NULL OR o.id = ${company}) THEN json_build_object('id', o.id, 'name', o.name) END AS company
  FROM (${rows}) e
    LEFT JOIN users u ON u.id = e.user_id LEFT JOIN users b ON b.id = e.by LEFT JOIN companies o ON o.id = e.company_id
    CROSS JOIN LATERAL (
      SELECT u.id IS NULL OR ${company}::int IS NULL OR u.company_id = ${company} AS "user",
        b.id IS NULL OR ${company}::int IS NULL OR b.company_id = ${company} AS by,
        ${company}::int IS NULL OR e.company_id IS NOT DISTINCT FROM ${company} AS entry
    ) v
  ORDER BY e.id DESC`
