import type { LogEvent, UserEvent } from '@tessera/contract'
import type { LogEntry } from '@tessera/persistence'
import type { Columns } from '../exports/csv.js'
import { time } from '../http/time.js'
import { deviceOf } from '../sessions/device.js'

/** An entry of the event log. */
export function eventView({ user, clientId, company, ...entry }: LogEntry): LogEvent {
  return { ...entryView(entry), user, client_id: clientId, company }
}

/** The same on its user's own page, which says whom it is about. */
export function userEventView(entry: Entry): UserEvent {
  const { browser, system } = deviceOf({ deviceId: null, deviceName: null, userAgent: entry.userAgent })
  return { ...entryView(entry), browser, system }
}

type Entry = Omit<LogEntry, 'user' | 'clientId' | 'company'>

function entryView(entry: Entry): Omit<UserEvent, 'browser' | 'system'> {
  const { id, at, kind, reason, by, sessionId, ip, userAgent, note, details } = entry
  return { ...{ id: String(id), at: time(at), kind, reason, by, session_id: sessionId }, ip, user_agent: userAgent, note, details }
}

/** An export's columns. */
export const eventColumns: Columns<LogEvent> = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['reason', ({ reason }) => reason],
  ['user_id', ({ user }) => user?.id ?? null],
  ['user_email', ({ user }) => user?.email ?? null],
  ['by_id', ({ by }) => by?.id ?? null],
  ['by_email', ({ by }) => by?.email ?? null],
  ['session_id', ({ session_id }) => session_id],
  ['client_id', ({ client_id }) => client_id],
  ['company_id', ({ company }) => company?.id ?? null],
  ['company_name', ({ company }) => company?.name ?? null],
  ['ip', ({ ip }) => ip],
  ['user_agent', ({ user_agent }) => user_agent],
  ['note', ({ note }) => note],
  ['details', ({ details }) => (details === null ? null : JSON.stringify(details))],
]
