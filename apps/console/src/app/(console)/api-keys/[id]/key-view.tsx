import { personTitle } from '../../users/user-words'
import type { ApiKey } from '@tessera/contract'
import Link from 'next/link'
import { Fact, Given, Group, Id } from '../../../../ui/facts'
import { linkLook } from '../../../../ui/link-look'
import { WhenExactly } from '../../../../ui/when'
import { holdWords, KeyStateWord, uses } from '../key-words'
import { RevokeButton } from './revoke-button'

/** All there is to know about a key; the key itself is stored nowhere. */
export function KeyView({ apiKey, bound, mayRevoke }: { apiKey: ApiKey; bound: boolean; mayRevoke: boolean }) {
  const { id, name, prefix, state, on_hold, scopes, company, user, created_at, expires_at, last_used_at, revoked_at } = apiKey
  return (
    <>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-title font-semibold [overflow-wrap:anywhere]">
            <bdi>{name}</bdi>
          </h1>
          <p className="text-quiet">
            <KeyStateWord apiKey={apiKey} />
          </p>
          {on_hold && <p className="text-quiet">{holdWords[on_hold]}</p>}
        </div>
        {mayRevoke && state === 'live' && <RevokeButton apiKey={apiKey} />}
      </div>
      <div className="@container grid gap-8">
        <Group title="About">
          <Fact name="Speaks for">
            <Link href={`/users/${user.id}`} prefetch={false} className={linkLook}>
              <Given>{personTitle(apiKey.user)}</Given>
            </Link>
          </Fact>
          <Fact name="Beside it">
            <Link href={`/api-keys?user_id=${user.id}`} prefetch={false} className={linkLook}>
              All keys of this user
            </Link>
          </Fact>
          {!bound && (
            <Fact name="Company">
              <Link href={`/companies/${company.id}`} prefetch={false} className={linkLook}>
                <Given>{company.name}</Given>
              </Link>
            </Fact>
          )}
          <Fact name="Key id">
            <Id id={id} what="key id" />
          </Fact>
          <Fact name="Begins with">
            <span className="font-mono text-table">{prefix}</span>
          </Fact>
          <Fact name="May be used to">
            <ul>
              {scopes.map((scope) => (
                <li key={scope}>
                  {uses.find((use) => use.scope === scope)?.words} <code className="font-mono text-table text-faint">{scope}</code>
                </li>
              ))}
            </ul>
          </Fact>
        </Group>
        <Group title="Times">
          <Fact name="Created">
            <WhenExactly at={created_at} />
          </Fact>
          <Fact name="Last used">{last_used_at === null ? 'Never' : <WhenExactly at={last_used_at} />}</Fact>
          {revoked_at === null ? (
            <Fact name={state === 'expired' ? 'Expired' : 'Expires'}>
              {expires_at === null ? 'Never' : <WhenExactly at={expires_at} />}
            </Fact>
          ) : (
            <Fact name="Revoked">
              <WhenExactly at={revoked_at} />
            </Fact>
          )}
          <Fact name="Events">
            <Link href={`/events?user_id=${user.id}`} prefetch={false} className={linkLook}>
              What happened to its user and their keys
            </Link>
          </Fact>
        </Group>
      </div>
    </>
  )
}
