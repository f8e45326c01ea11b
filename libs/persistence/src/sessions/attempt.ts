import type { DpopProof, PresentedRefreshToken, RefreshAttempt, Seconds } from '@tessera/core'

/** An API key as a request showed it: the part that it is found by, and the hash of the whole. */
export interface ShownApiKey {
  readonly prefix: string
  /** SHA-256. */
  readonly hash: Buffer
}

/**
 * One attempt to refresh, as a wire format brought it. Secrets come as their hashes; what they are worth is found out by the very statement
 * that judges the token, so that an authenticated refresh is one statement as well.
 */
export interface ShownAttempt {
  readonly token: PresentedRefreshToken
  readonly clientId: string | null
  /** SHA-256 of the client's secret; null when the request has none. Needs a `clientId`. */
  readonly clientSecretHash: Buffer | null
  /** The documented wire format; null for OAuth and our own. */
  readonly dialect: string | null
  /** `owed`: the format asks for a key, and what came is none of ours. Null where none is asked for. */
  readonly apiKey: ShownApiKey | 'owed' | null
  readonly scope: readonly string[] | null
  readonly dpop: DpopProof | null
  /** How long the wire format lets an access token live where the client says nothing; null for the platform's own. */
  readonly accessTokenLifetime: Seconds | null
}

/** What the database says of the secrets that an attempt showed. */
export interface Credentials {
  /** Whether the secret is one of the client's, and still good. */
  readonly clientProved: boolean
  /** The company of the API key; null when there is no such key, or it is of no use. */
  readonly apiKeyCompanyId: number | null
}

const nothingKnown: Credentials = { clientProved: false, apiKeyCompanyId: null }

/** The attempt as the core judges it. */
export function judgedAttempt(shown: ShownAttempt, { clientProved, apiKeyCompanyId }: Credentials = nothingKnown): RefreshAttempt {
  const { token, clientId, clientSecretHash, dialect, apiKey, scope, dpop } = shown
  return {
    ...{ token, clientId, dialect, scope, dpop },
    clientAuthentication: clientSecretHash === null ? 'none' : clientProved ? 'proved' : 'failed',
    apiKey: apiKey === null ? null : apiKeyCompanyId === null ? 'refused' : { companyId: apiKeyCompanyId },
  }
}
