import type { AdminUser } from '@tessera/contract'
import Link from 'next/link'
import { countWords, type Counted } from '../../../../lists/count'
import { Fact, Given, Group, Id } from '../../../../ui/facts'
import { linkLook } from '../../../../ui/link-look'
import { WhenExactly } from '../../../../ui/when'
import { rolesInWords } from '../user-words'

interface UserFactsProps {
  user: AdminUser
  bound: boolean
  /** How many API keys of the user are live; null when nobody says. */
  keys: Counted | null
}

/** Who the user is, and how they sign in. Of a deleted one, what is left. */
export function UserFacts({ user, bound, keys }: UserFactsProps) {
  const { id, email, email_verified, name, roles, company, second_factor, created_at, last_seen_at, disabled_at, deleted_at } = user
  return (
    <Group title="About">
      {email !== null && (
        <Fact name="E-mail">
          <Given>{email}</Given>
          <span className="text-quiet">{email_verified ? 'Verified' : 'Not verified yet'}</span>
        </Fact>
      )}
      {deleted_at === null && <Fact name="Name">{name === null ? <span className="text-faint">None</span> : <Given>{name}</Given>}</Fact>}
      <Fact name="User id">
        <Id id={id} what="user id" />
      </Fact>
      {deleted_at === null && <Fact name="Roles">{rolesInWords(roles) || <span className="text-faint">None</span>}</Fact>}
      {!bound && (
        <Fact name="Company">
          <Link href={`/companies/${company.id}`} prefetch={false} className={linkLook}>
            <Given>{company.name}</Given>
          </Link>
        </Fact>
      )}
      {deleted_at === null && <Fact name="Second factor">{second_factor ? 'On' : 'Off'}</Fact>}
      {deleted_at === null && (
        <Fact name="API keys">
          <Link href={`/api-keys?user_id=${id}&state=live`} prefetch={false} className={linkLook}>
            {keys ? `${countWords(keys, 'API key', 'API keys')} live` : 'API keys'}
          </Link>
          {keys && keys.count > 0 && (
            <span className="block text-quiet">
              {disabled_at === null
                ? 'Neither an end of sessions nor a new password ends them.'
                : 'They do not work while the user is disabled, and work again afterwards.'}
            </span>
          )}
        </Fact>
      )}
      <Fact name="Created">
        <WhenExactly at={created_at} />
      </Fact>
      <Fact name="Last seen">{last_seen_at === null ? 'Never' : <WhenExactly at={last_seen_at} />}</Fact>
      {disabled_at !== null && deleted_at === null && (
        <Fact name="Disabled">
          <WhenExactly at={disabled_at} />
        </Fact>
      )}
      {deleted_at !== null && (
        <Fact name="Deleted">
          <WhenExactly at={deleted_at} />
        </Fact>
      )}
    </Group>
  )
}
