import type { SessionEvent } from '@tessera/core'
import type { Origin } from './rows.js'

/** An INSERT of the events in a JSON parameter, about the sessions that `from` (id, user_id, client_id, company_id) holds. */
export const eventsFrom = (from: string, json: string) => `
    INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, reason, by, note, ip, user_agent, details)
    SELECT e.at, e.kind, f.id, f.user_id, f.client_id, f.company_id, e.reason, e.by, e.note, e.ip, e.user_agent, e.details
    FROM ${from} f, jsonb_to_recordset(${json}::jsonb)
      AS e (at timestamptz, kind text, reason end_reason, by uuid, note text, ip inet, user_agent text, details jsonb)`

/** What whoever ended a session left beside the bare fact. */
export interface Remark {
  /** What an administrator wrote. */
  readonly note?: string | undefined
  /** The API key that asked for it, in its user's name. */
  readonly apiKeyId?: string | undefined
}

/** Events as the log's columns have them, in JSON. */
export function eventsJson(events: readonly SessionEvent[], origin: Origin, { note, apiKeyId }: Remark = {}): string {
  const rows = events.map((event) => ({
    at: new Date(event.at).toISOString(),
    kind: event.kind,
    ...(event.kind === 'session_ended' && { reason: event.reason, by: event.by }),
    note: note ?? null,
    ip: origin.ip,
    user_agent: origin.userAgent,
    details: apiKeyId === undefined ? detailsOf(event) : { ...detailsOf(event), api_key_id: apiKeyId },
  }))
  return JSON.stringify(rows)
}

function detailsOf(event: SessionEvent): object | null {
  switch (event.kind) {
    case 'session_started':
      return null
    case 'session_branched':
      return { presented: event.presented, issued: event.issued }
    case 'session_ended':
      return event.presented && { presented: event.presented }
  }
}
