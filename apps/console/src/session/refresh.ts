import { routes } from '@tessera/contract'
import { ProblemError, signedOutBy, UnreachableError, type Client } from '@tessera/sdk'
import { clientId } from '../api/client-id'
import { isSignedOutReason, type SignedOutReason } from './signed-out'
import { tokensOf, type Tokens } from './tokens'

/** What became of an attempt to refresh. `unknown`: nobody said that the session is over, so it is kept. */
export type Refreshed =
  | { readonly outcome: 'refreshed'; readonly tokens: Tokens }
  | { readonly outcome: 'over'; readonly reason: SignedOutReason }
  | { readonly outcome: 'unknown' }

export type Refresh = (tokens: Tokens, insisted: boolean) => Promise<Refreshed>

/** The same, told with whose request it is. */
export type RefreshFor = (tokens: Tokens, insisted: boolean, came: Pick<Headers, 'get'>) => Promise<Refreshed>

/**
 * Refreshes on behalf of whoever holds the cookie. While one refresh of a token is in the air, every request that came with the same
 * token shares its answer; the API's retry window does the same between processes.
 */
export function createRefresh(api: (came: Pick<Headers, 'get'>) => Client, clock: () => number): RefreshFor {
  const inFlight = new Map<string, Promise<Refreshed>>()

  async function present({ refreshToken }: Tokens, insisted: boolean, came: Pick<Headers, 'get'>): Promise<Refreshed> {
    try {
      const answer = await api(came).call(routes.refresh, { body: { refresh_token: refreshToken, client_id: clientId } })
      return { outcome: 'refreshed', tokens: tokensOf(answer, clock(), insisted) }
    } catch (thrown) {
      if (thrown instanceof UnreachableError) return { outcome: 'unknown' }
      if (!(thrown instanceof ProblemError)) throw thrown
      const reason = signedOutBy(thrown)
      if (reason === null) return { outcome: 'unknown' }
      return { outcome: 'over', reason: isSignedOutReason(reason) ? reason : 'unknown' }
    }
  }

  return (tokens, insisted, came) => {
    const shared = inFlight.get(tokens.refreshToken)
    if (shared) return shared
    const started = present(tokens, insisted, came).finally(() => inFlight.delete(tokens.refreshToken))
    inFlight.set(tokens.refreshToken, started)
    return started
  }
}
