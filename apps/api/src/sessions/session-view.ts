import type { AdminSession, OwnSession, SessionEvent } from '@tessera/contract'
import type { ListedSession, LoggedEvent } from '@tessera/persistence'
import { time } from '../http/time.js'
import { deviceOf } from './device.js'

/** A session as the wire has it. @param currentId the session that asks; null when an API key does */
export function adminSession(session: ListedSession, currentId: string | null): AdminSession {
  const { user, company, dialect } = session
  return { ...ownSession(session, currentId), user, company, dialect }
}

/** The same without whose it is: its owner knows. */
export function ownSession(session: ListedSession, currentId: string | null): OwnSession {
  const { endedAt, reason, limit, endedBy } = session
  return {
    id: session.id,
    state: session.state,
    end: endedAt === null ? null : { at: time(endedAt), reason, limit, by: endedBy },
    client: session.client,
    started_at: time(session.startedAt),
    last_seen_at: time(session.issuedAt),
    expires_at: time(Math.min(session.idleEndAt, session.absoluteEndAt)),
    absolute_end_at: time(session.absoluteEndAt),
    ip: session.ip,
    last_ip: session.lastIp,
    place: null,
    last_place: null,
    device: deviceOf(session),
    refresh_count: session.generation,
    current: session.id === currentId,
  }
}

/** An entry of a session's history, as administrators see it. */
export function sessionEvent({ id, at, userAgent, apiKeyId, ...event }: LoggedEvent): SessionEvent {
  return { ...event, id: String(id), at: time(at), user_agent: userAgent, api_key_id: apiKeyId }
}
