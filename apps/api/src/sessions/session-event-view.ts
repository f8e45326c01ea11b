import type { SessionEvent } from '@tessera/contract'
import type { LoggedEvent } from '@tessera/persistence'
import { time } from '../http/time.js'

/** An entry of a session's history, as administrators see it. */
export function sessionEvent({ id, at, userAgent, apiKeyId, ...event }: LoggedEvent): SessionEvent {
  return { ...event, id: String(id), at: time(at), user_agent: userAgent, api_key_id: apiKeyId }
}
