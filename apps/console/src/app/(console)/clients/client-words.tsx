import type { Client, ClientGrant } from '@tessera/contract'
import { StateWord } from '../../../ui/tile'

/** A client's state: a tile and its word. */
export function ClientStateWord({ disabled }: Pick<Client, 'disabled'>) {
  return <StateWord hue={disabled ? 'bg-ended' : 'bg-active'} word={disabled ? 'Disabled' : 'Enabled'} />
}

export const kindWords = ({ confidential }: Pick<Client, 'confidential'>): string => (confidential ? 'Confidential' : 'Public')

export const grantWords: Readonly<Record<ClientGrant, { readonly name: string; readonly may: string }>> = {
  refresh_token: { name: 'People log in', may: 'and their sessions refresh' },
  client_credentials: { name: 'Tokens of its own', may: 'without a person; for confidential clients' },
}

export const reuseWords = {
  until_used: { name: 'Until used', may: 'a refresh token that comes back late opens a new branch; two branches in use end the session' },
  strict: { name: 'Strict', may: 'a refresh token that comes back after the retry window ends the session (RFC 9700)' },
} as const satisfies Record<Client['defaults']['reuse_policy'], { name: string; may: string }>
