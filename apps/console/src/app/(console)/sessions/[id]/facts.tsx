import type { AdminSessionDetail, Place } from '@tessera/contract'
import Link from 'next/link'
import { linkLook } from '../../../../ui/link-look'
import { Fact, Given, Group, Id } from '../../../../ui/facts'
import { WhenExactly } from '../../../../ui/when'
import { dialectName } from '../dialect-names'
import { personTitle } from '../../users/user-words'

const digits = new Intl.NumberFormat('en')
const kinds = { desktop: 'Desktop', mobile: 'Phone', tablet: 'Tablet', other: null } as const

/** Who, on what, from where, through which client, and until when. */
export function Facts({ session }: { session: AdminSessionDetail }) {
  const { user, company, device, client } = session
  const software = [device.browser, device.system].filter(Boolean).join(' on ')
  const kind = kinds[device.kind]
  return (
    <div className="grid gap-6">
      <Group title="Who">
        <Fact name="User">
          <Link href={`/users/${user.id}`} prefetch={false} className={linkLook}>
            <Given>{personTitle(user)}</Given>
          </Link>
          {user.name && <Given quiet>{user.name}</Given>}
        </Fact>
        <Fact name="User id">
          <Id id={user.id} what="user id" />
        </Fact>
        <Fact name="Company">
          <Link href={`/companies/${company.id}`} prefetch={false} className={linkLook}>
            <Given>{company.name}</Given>
          </Link>
        </Fact>
      </Group>
      <Group title="On what, from where">
        <Fact name="Device">
          {device.name && <Given>{device.name}</Given>}
          <Given quiet={device.name !== null}>{[kind, software].filter(Boolean).join(', ') || 'Unknown'}</Given>
        </Fact>
        {device.id && (
          <Fact name="Device id">
            <Id id={device.id} what="device id" />
          </Fact>
        )}
        <Fact name="User agent">
          {device.user_agent ? (
            <span dir="auto" className="block text-left font-mono text-table">
              {device.user_agent}
            </span>
          ) : (
            'None was sent'
          )}
        </Fact>
        <Fact name="IP address at login">
          <Address ip={session.ip} place={session.place} what="IP address at login" />
        </Fact>
        <Fact name="Last IP address">
          <Address ip={session.last_ip} place={session.last_place} what="last IP address" />
        </Fact>
        <Fact name="Client">
          <Link href={`/clients/${encodeURIComponent(client.id)}`} prefetch={false} className={linkLook}>
            <Given>{client.name}</Given>
          </Link>
          <Id id={client.id} what="client id" />
        </Fact>
        <Fact name="Wire format of the login">{dialectName(session.dialect)}</Fact>
      </Group>
      <Group title="How long">
        <Fact name="Started">
          <WhenExactly at={session.started_at} />
        </Fact>
        <Fact name="Last seen">
          <WhenExactly at={session.last_seen_at} />
        </Fact>
        {session.state === 'active' && (
          <>
            <Fact name="Expires unless refreshed">
              <WhenExactly at={session.expires_at} />
            </Fact>
            <Fact name="Expires at the latest">
              <WhenExactly at={session.absolute_end_at} />
            </Fact>
          </>
        )}
      </Group>
      <Group title="Its line of refresh tokens">
        <Fact name="Session id">
          <Id id={session.id} what="session id" />
        </Fact>
        <Fact name="Rotations">
          {digits.format(session.refresh_count)}, now at generation {digits.format(session.generation)}, branch {session.branch}
        </Fact>
        <Fact name="Reuse policy">
          {session.reuse_policy === 'strict' ? 'Strict: a late retry ends the session' : 'Until used: a late retry earns a new branch'}
        </Fact>
      </Group>
    </div>
  )
}

function Address({ ip, place, what }: { ip: string | null; place: Place | null; what: string }) {
  if (ip === null) return 'Unknown'
  return (
    <>
      <Id id={ip} what={what} />
      {place && <span className="block text-quiet">{place.country}</span>}
    </>
  )
}
