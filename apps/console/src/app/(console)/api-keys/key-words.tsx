import { viewers, type ApiKey, type ApiKeyHold, type ApiKeyScope, type ApiKeyState, type Role } from '@tessera/contract'
import { StateWord } from '../../../ui/tile'

export const stateWords: Readonly<Record<ApiKeyState, string>> = { live: 'Live', revoked: 'Revoked', expired: 'Expired' }

const hues: Readonly<Record<ApiKeyState, string>> = { live: 'bg-active', revoked: 'bg-ended', expired: 'bg-expired' }

/** A key's state: a tile and its word. */
export function KeyStateWord({ apiKey: { state, on_hold } }: { apiKey: Pick<ApiKey, 'state' | 'on_hold'> }) {
  return on_hold === null ? <StateWord hue={hues[state]} word={stateWords[state]} /> : <StateWord hue="bg-expired" word="On hold" />
}

/** Why a live key does not work. */
export const holdWords: Readonly<Record<ApiKeyHold, string>> = {
  user_moved: 'It does not work: its user belongs to another company now.',
  user_gone: 'It does not work: its user was deleted.',
  user_disabled: 'It does not work while its user is disabled, and works again afterwards.',
}

interface Use {
  readonly scope: ApiKeyScope
  readonly words: string
  /** Who may give it to a key; null: everybody. */
  readonly roles: readonly Role[] | null
}

/** What a key may be used for. */
export const uses: readonly Use[] = [
  { scope: 'tokens', words: 'Log users in and refresh, in the wire format that asks for a key', roles: null },
  { scope: 'introspect', words: 'Introspect tokens', roles: null },
  { scope: 'sessions:read', words: 'Read sessions, as the role allows', roles: viewers },
  { scope: 'sessions:revoke', words: 'Revoke sessions, as the role allows', roles: viewers },
  { scope: 'revocations:read', words: 'Follow what is revoked in its company', roles: viewers },
  { scope: 'revocations:every_company', words: 'Follow what is revoked in every company', roles: ['owner'] },
]

const day = 86_400

/** How long a new key may live. */
export const keyLifetimes = [
  { words: 'in 30 days', seconds: 30 * day },
  { words: 'in 90 days', seconds: 90 * day },
  { words: 'in one year', seconds: 365 * day },
] as const
