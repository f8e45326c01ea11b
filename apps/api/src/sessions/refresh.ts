import { Injectable } from '@nestjs/common'
import type { DpopProof, End, Refusal, Seconds } from '@tessera/core'
import type { HandedOut } from '@tessera/dialects'
import type { ForeignAttempt } from '@tessera/persistence'
import { digestOf } from '../api-keys/api-key.js'
import { LastUsed } from '../api-keys/last-used.js'
import { clientSecretHash } from '../clients/client-secret.js'
import type { CallContext } from '../http/call-context.js'
import { ShownRefreshTokens } from '../imported-tokens/shown-refresh-tokens.js'
import { Limits } from '../limits/limits.js'
import type { TooManyAttempts } from '../limits/too-many-attempts.js'
import { Tallies } from '../overview/tallies.js'
import { TokensHandedOut } from './handed-out.js'
import { Sessions } from './sessions.js'

/** A refresh token as a wire format brought it, and what its request said and proved beside it. */
export interface RefreshRequest {
  readonly refreshToken: string
  /** Null where the request names no client. */
  readonly clientId: string | null
  readonly clientSecret: string | null
  /** The API key, for a wire format that asks for one; null for the others. */
  readonly apiKey: string | null
  /** The documented wire format; null for OAuth and our own. */
  readonly dialect: { readonly name: string; readonly accessTokenLifetime?: Seconds } | null
  /** What the access token is to be narrowed to; null for all that was granted. */
  readonly scope: readonly string[] | null
  readonly dpop: DpopProof | null
}

/** Where the request came from, and whether anybody still waits for its answer. */
export type RefreshCall = Pick<CallContext, 'origin' | 'hasHungUp'>

export type RefreshAnswer =
  /** `retried`: the answer before was lost, and this is the same again. */
  | { readonly outcome: 'handed_out'; readonly refreshed: 'rotated' | 'retried'; readonly handedOut: HandedOut }
  | {
      readonly outcome: 'refused'
      readonly refusal: Refusal
      readonly end: End | null
      readonly sessionId: string | null
      readonly userId: string | null
    }
  /** The token's minting key is not loaded here: trouble of ours, and the token may be good. */
  | { readonly outcome: 'key_not_loaded' }
  /** Nobody waits for an answer any more. Nothing was done, and the token is as good as before. */
  | { readonly outcome: 'caller_gone' }
  /** Nothing was done, and the token is as good as before. */
  | { readonly outcome: 'too_many_attempts'; readonly attempts: TooManyAttempts }

/**
 * The one way to refresh, whatever the wire format (RFC 6749 §6): reads the token, lets the store judge it and move the session
 * on, and makes the tokens of what it came to. A forged token stops before the database. Another system's, whose user moved in, is exchanged
 * for the session that it stands for, and then judged as the first token of that.
 *
 * A request that comes to light late, after its caller has gone on elsewhere, would look like a second holder’s: what nobody waits for is not judged.
 */
@Injectable()
export class Refresh {
  constructor(
    private readonly sessions: Sessions,
    private readonly shownTokens: ShownRefreshTokens,
    private readonly tokens: TokensHandedOut,
    private readonly lastUsed: LastUsed,
    private readonly limits: Limits,
    private readonly tallies: Tallies,
  ) {}

  async refresh(request: RefreshRequest, call: RefreshCall): Promise<RefreshAnswer> {
    if (await call.hasHungUp()) return { outcome: 'caller_gone' }
    const { origin } = call
    const { refreshToken, clientId, clientSecret, apiKey, dialect, scope, dpop } = request
    const shownKey = apiKey === null ? null : (digestOf(apiKey) ?? 'owed')
    const shown: ForeignAttempt = {
      clientId,
      scope,
      dpop,
      apiKey: shownKey,
      clientSecretHash: clientSecret === null ? null : clientSecretHash(clientSecret),
      dialect: dialect?.name ?? null,
      accessTokenLifetime: dialect?.accessTokenLifetime ?? null,
    }
    const read = await this.shownTokens.forRefresh(refreshToken, shown, origin)
    if (read === 'key_not_loaded') return { outcome: read }
    if (read === 'not_minted_here') return { outcome: 'refused', refusal: read, end: null, sessionId: null, userId: null }
    if ('tooMany' in read) return { outcome: 'too_many_attempts', attempts: read.tooMany }
    if (read.refusal !== undefined) return { outcome: 'refused', ...read }
    const token = read.place
    // Only once the token is known to be ours: nobody uses up a session's refreshes who has none of its tokens.
    const attempts = await this.limits.spend('refresh', { account: token.sessionId, ip: origin.ip })
    if (attempts) return { outcome: 'too_many_attempts', attempts }
    const refreshed = await this.sessions.refresh({ ...shown, token }, origin)
    if (refreshed.outcome === 'refused') return { ...refreshed, sessionId: token.sessionId }
    if (shownKey !== null && shownKey !== 'owed') this.lastUsed.note(shownKey.prefix)
    this.tallies.refreshed(refreshed.session.companyId)
    // A proof that nobody asked for binds nothing.
    const key = refreshed.session.dpopThumbprint === null ? null : (dpop?.thumbprint ?? null)
    return { outcome: 'handed_out', refreshed: refreshed.outcome, handedOut: await this.tokens.of(refreshed, scope, key) }
  }
}
