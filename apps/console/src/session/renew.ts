import { routes } from '@tessera/contract'
import { ProblemError, UnreachableError, type Client } from '@tessera/sdk'
import { signedOutBy, type SignedOutReason } from './signed-out'
import { tokensOf, type Tokens } from './tokens'

/** What became of an attempt to refresh. `unknown`: nobody said that the session is over, so it is kept. */
export type Renewal =
  | { readonly outcome: 'renewed'; readonly tokens: Tokens }
  | { readonly outcome: 'over'; readonly reason: SignedOutReason }
  | { readonly outcome: 'unknown' }

export type Renew = (tokens: Tokens, insisted: boolean) => Promise<Renewal>

/** The same, told with whose request it is. */
export type RenewFor = (tokens: Tokens, insisted: boolean, came: Pick<Headers, 'get'>) => Promise<Renewal>

/**
 * Refreshes on behalf of whoever holds the cookie. While one refresh of a token is in the air, every request that came with the same
 * token shares its answer; the API's retry window does the same between processes.
 */
export function createRenew(api: (came: Pick<Headers, 'get'>) => Client, clock: () => number): RenewFor {
  const inFlight = new Map<string, Promise<Renewal>>()

  async function refresh({ refreshToken }: Tokens, insisted: boolean, came: Pick<Headers, 'get'>): Promise<Renewal> {
    try {
      const answer = await api(came).call(routes.refresh, { body: { refresh_token: refreshToken, client_id: 'tessera-console' } })
      return { outcome: 'renewed', tokens: tokensOf(answer, clock(), insisted) }
    } catch (thrown) {
      if (thrown instanceof UnreachableError) return { outcome: 'unknown' }
      if (!(thrown instanceof ProblemError)) throw thrown
      const reason = thrown.status === 401 ? signedOutBy(thrown.problem) : null
      return reason === null ? { outcome: 'unknown' } : { outcome: 'over', reason }
    }
  }

  return (tokens, insisted, came) => {
    const shared = inFlight.get(tokens.refreshToken)
    if (shared) return shared
    const started = refresh(tokens, insisted, came).finally(() => inFlight.delete(tokens.refreshToken))
    inFlight.set(tokens.refreshToken, started)
    return started
  }
}
