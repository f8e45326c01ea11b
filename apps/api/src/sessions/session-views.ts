import { Injectable } from '@nestjs/common'
import type { AdminSession, OwnSession, SessionEvent } from '@tessera/contract'
import type { ListedSession, LoggedEvent } from '@tessera/persistence'
import { time } from '../http/time.js'
import { Places } from '../places/places.js'
import { deviceOf } from './device.js'

/** Sessions as the wire has them. */
@Injectable()
export class SessionViews {
  constructor(private readonly places: Places) {}

  /** For an administrator. @param currentId the session that asks; null when an API key does */
  forAdmin(session: ListedSession, currentId: string | null): AdminSession {
    const { user, company, dialect } = session
    return { ...this.forOwner(session, currentId), user, company, dialect }
  }

  /** The same without whose it is: its owner knows. */
  forOwner(session: ListedSession, currentId: string | null): OwnSession {
    const { endedAt, reason, limit, endedBy } = session
    // What was stamped at the login is what the list is filtered by.
    const place = this.places.named(session.country) ?? this.places.placeOf(session.ip)
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
      place,
      last_place: session.lastIp === session.ip ? place : this.places.placeOf(session.lastIp),
      device: deviceOf(session),
      refresh_count: session.generation,
      current: session.id === currentId,
    }
  }

  /** An entry of a session's history, as administrators see it. */
  event({ id, at, userAgent, apiKeyId, ...event }: LoggedEvent): SessionEvent {
    const { browser, system } = deviceOf({ deviceId: null, deviceName: null, userAgent })
    const place = this.places.placeOf(event.ip)
    return { ...event, id: String(id), at: time(at), place, user_agent: userAgent, browser, system, api_key_id: apiKeyId }
  }
}
