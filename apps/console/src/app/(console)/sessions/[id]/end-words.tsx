import type { AdminSessionDetail, EndReason } from '@tessera/contract'
import { WhenRoughly } from '../../../../ui/when'
import { toneOf } from '../state'

const sentences: Readonly<Record<EndReason, string>> = {
  logout: 'Its user signed out',
  revoked_by_user: 'Its user ended it from another session',
  revoked_by_admin: 'An administrator revoked it',
  reuse_detected: 'One of its refresh tokens was used by two parties, so it ended for both',
  password_changed: 'The user’s password was changed',
  user_disabled: 'The user was disabled',
  user_deleted: 'The user was deleted',
  client_disabled: 'The client was disabled',
  limit_exceeded: 'The user had too many sessions, and this was the oldest',
}

/** How the session's life was over: why, when, by whom, and what they wrote. */
export function EndWords({ session }: { session: AdminSessionDetail }) {
  const { end, events } = session
  if (end === null) return null
  const note = events.findLast((event) => event.kind === 'session_ended')?.note
  const why =
    end.reason !== null
      ? sentences[end.reason]
      : end.limit === 'idle'
        ? 'It was not refreshed within its idle timeout'
        : 'It reached its absolute lifetime'
  return (
    <div
      data-tone={toneOf(session)}
      className="border-l-2 border-ended py-0.5 pl-3 [overflow-wrap:anywhere] data-[tone=expired]:border-expired data-[tone=reuse]:border-reuse"
    >
      <p>
        {why}, <WhenRoughly at={end.at} />
        {end.by && (
          <>
            {' '}
            by <bdi className="font-medium">{end.by.email ?? end.by.id}</bdi>
          </>
        )}
        .
      </p>
      {note && (
        <p className="text-quiet">
          <q dir="auto">{note}</q>
        </p>
      )}
    </div>
  )
}
