import type { AdminSession, Change } from '@tessera/contract'

/** A session as it is after a change that ended it; null when the change is none of its end. Who ended it has an id here and no name yet. */
export function endedBy(session: AdminSession, { kind, session_id, at, reason, by }: Change): AdminSession | null {
  if (kind !== 'session_ended' || session_id !== session.id || session.state !== 'active') return null
  return { ...session, state: 'ended', end: { at, reason, limit: null, by: by === null ? null : { id: by, email: null } } }
}

/** Whether a change may have ended any number of sessions, without a word about each. */
export function endsMany({ kind }: Change): boolean {
  return kind === 'watermark_set' || kind === 'user_deleted' || kind === 'user_disabled' || kind === 'client_disabled'
}

/** Whether a change is one of this session, or may be. What is over is ended by nothing more. */
export function mayConcern({ id, state }: Pick<AdminSession, 'id' | 'state'>, change: Change): boolean {
  return change.session_id === id || (state === 'active' && endsMany(change))
}
