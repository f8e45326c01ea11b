import { revokers, type AdminSessionDetail, type Role } from '@tessera/contract'
import { personTitle } from '../../users/user-words'
import { deviceWords } from '../device'
import { State } from '../state'
import { RevokeButton } from './revoke-button'

/** Whose session it is and how it stands; and, for those who may, the way to end it. */
export function SessionHead(props: { session: AdminSessionDetail; roles: readonly Role[]; heading: 'h1' | 'h2' }) {
  const { session, roles, heading: Heading } = props
  const mayRevoke = revokers.some((role) => roles.includes(role))
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <Heading className="text-title font-semibold [overflow-wrap:anywhere]">
          Session of <bdi>{personTitle(session.user)}</bdi>
        </Heading>
        <p className="flex flex-wrap items-center gap-x-4 text-quiet [overflow-wrap:anywhere]">
          <State session={session} />
          <bdi className="text-left">{deviceWords(session.device)}</bdi>
          {session.current && <span className="text-accent-text">This is the session you are using</span>}
        </p>
      </div>
      {mayRevoke && <RevokeButton session={session} live={session.state === 'active'} />}
    </div>
  )
}
