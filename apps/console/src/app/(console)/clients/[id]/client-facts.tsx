import type { Client } from '@tessera/contract'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { durationWords } from '../../../../ui/duration'
import { Fact, Group, Id } from '../../../../ui/facts'
import { linkLook } from '../../../../ui/link-look'
import { WhenExactly, WhenRoughly } from '../../../../ui/when'
import { grantWords, kindWords, reuseWords } from '../client-words'

/** @param sessions how many are live, in words; null when that is not known */
export function ClientFacts({ client, sessions }: { client: Client; sessions: string | null }) {
  const { client_id, scope, grants, audience, dialects, secrets, defaults, sessions_per_user, dpop_required, created_at } = client
  const search = `?client_id=${client_id}`
  return (
    <div className="grid content-start gap-8">
      <Group title="About">
        <Fact name="Client id">
          <Id id={client_id} what="client id" />
        </Fact>
        <Fact name="Kind">
          {kindWords(client)}: {client.confidential ? 'it shows a secret to refresh' : 'it keeps no secret'}
        </Fact>
        <Fact name="Sessions">
          <Link href={`/sessions${search}&state=active`} prefetch={false} className={linkLook}>
            {sessions === null ? 'Live sessions' : `${sessions} live`}
          </Link>{' '}
          <Link href={`/sessions${search}`} prefetch={false} className={`${linkLook} ml-3`}>
            All sessions
          </Link>
        </Fact>
        <Fact name="Events">
          <Link href={`/events${search}`} prefetch={false} className={linkLook}>
            What was done to it
          </Link>
        </Fact>
        <Fact name="Created">
          <WhenExactly at={created_at} />
        </Fact>
      </Group>
      <Group title="What it may do">
        <Fact name="Scope">
          <Words words={scope.split(' ').filter((word) => word !== '')} none="None" />
        </Fact>
        <Fact name="Grants">{grants.map((grant) => grantWords[grant].name).join(', ')}</Fact>
        <Fact name="Audience">{audience === null ? <Default>the issuer</Default> : <Words words={[audience]} none="" />}</Fact>
        <Fact name="Formats">
          {dialects === null ? 'All, those to come included' : <Words words={dialects} none="Only /v1 and /oauth" />}
        </Fact>
        <Fact name="DPoP">{dpop_required ? 'Every login binds its session to a key' : 'Logins may bind their sessions to a key'}</Fact>
        <Fact name="Sessions per user">{sessions_per_user ?? 'Any number'}</Fact>
      </Group>
      <Group title="Lifetimes">
        <Lifetime name="Access token" own={client.access_token_lifetime} platform={defaults.access_token_lifetime} />
        <Lifetime name="Idle timeout" own={client.idle_timeout} platform={defaults.idle_timeout} />
        <Lifetime name="Absolute lifetime" own={client.absolute_lifetime} platform={defaults.absolute_lifetime} />
        <Lifetime name="Retry window" own={client.retry_window} platform={defaults.retry_window} />
        <Fact name="Reuse">
          {reuseWords[client.reuse_policy ?? defaults.reuse_policy].name}
          {client.reuse_policy === null && <Default> · the platform’s</Default>}
        </Fact>
      </Group>
      {client.confidential && (
        <Group title="Secrets">
          {secrets.map((secret, place) => (
            <Fact key={secret.created_at} name={place === 0 ? 'Newest' : 'Before'}>
              Made <WhenRoughly at={secret.created_at} />
              {secret.expires_at !== null && (
                <>
                  , works until <WhenExactly at={secret.expires_at} />
                </>
              )}
            </Fact>
          ))}
        </Group>
      )}
    </div>
  )
}

function Lifetime({ name, own, platform }: { name: string; own: number | null; platform: number }) {
  return (
    <Fact name={name}>
      {durationWords(own ?? platform)}
      {own === null && <Default> · the platform’s</Default>}
    </Fact>
  )
}

function Default({ children }: { children: ReactNode }) {
  return <span className="text-quiet">{children}</span>
}

function Words({ words, none }: { words: readonly string[]; none: string }) {
  if (words.length === 0) return none
  return words.map((word) => (
    <code key={word} className="mr-2 font-mono text-table">
      {word}
    </code>
  ))
}
