import type { Fetch } from './client.js'
import { unlessAborted } from './deadline.js'
import { canBeSentAgain, isNonceChallenge } from './sent-again.js'
import type { Tokens } from './tokens.js'

/** Where `authorizedFetch` gets its access tokens. */
export interface AccessTokens {
  /** Those to begin with; null when nobody is logged in. */
  usable(): Promise<Tokens | null>
  /** Others of the same session than the ones that were refused; null when there are none to be had. */
  insteadOf(refused: Tokens): Promise<Tokens | null>
  /** `fetch` with a proof beside the access token, where they are bound to a key. */
  proving(tokens: Tokens): Fetch
  /** Told when the other token was refused as well. */
  refusedAgain(): void
}

/**
 * `fetch` with an access token. A 401 is answered once with another token; so the caller sees a 401 only when a new token does
 * not help, when nobody is logged in, or when the body was a stream: it is gone, and what is left of it must not be sent. A signal is heeded
 * while tokens are waited for, too; a refresh goes on then, since it is everybody's.
 *
 * The token goes to whatever address is called. Call only services that may have it.
 */
export function authorizedFetch(send: Fetch, tokens: AccessTokens): Fetch {
  return async (input, init) => {
    const signal = init?.signal === undefined && input instanceof Request ? input.signal : init?.signal
    const first = await unlessAborted(signal, tokens.usable)
    if (first === null) return send(input, init)
    const answer = await tokens.proving(first)(input, withToken(first, input, init))
    if (answer.status !== 401 || isNonceChallenge(answer)) return answer
    let other: Tokens | null
    try {
      other = await unlessAborted(signal, () => tokens.insteadOf(first))
    } catch (thrown) {
      await answer.body?.cancel().catch(() => {})
      throw thrown
    }
    if (other === null || !canBeSentAgain(input, init)) return answer
    await answer.body?.cancel()
    const second = await tokens.proving(other)(input, withToken(other, input, init))
    if (second.status === 401) tokens.refusedAgain()
    return second
  }
}

function withToken(tokens: Tokens, input: string | URL | Request, init: RequestInit | undefined): RequestInit {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
  headers.set('authorization', `${tokens.token_type} ${tokens.access_token}`)
  return { ...init, headers }
}
