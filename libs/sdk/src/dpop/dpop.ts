import type { Fetch } from '../client.js'
import { canBeSentAgain, isNonceChallenge } from '../sent-again.js'
import type { Tokens } from '../tokens.js'
import { type KeyPair, type KeyStore, memoryKeys } from './keys.js'
import { proofOf } from './proof.js'
import { aheadBy } from './server-clock.js'

/** Milliseconds. Signing takes one. */
const longestSigning = 5_000

/** What a request is for: only a login makes a key; those that hand out tokens have nonces of their own. */
export type Proving = { readonly purpose: 'login' | 'refresh' } | { readonly purpose: 'call'; readonly tokens: Tokens }

/** Binds sessions to a key of this device (RFC 9449): a stolen token is then of no use. Give it to `createSession`. */
export interface Dpop {
  hasKey(): Promise<boolean>
  /** Makes the key that a login binds its session to, if there is none. Throws what its store does, which says nothing of the server. */
  makeKey(): Promise<void>
  /** `fetch` with a proof of the key; where there is no key, without. A server that wants a nonce in it is asked once more. */
  proving(send: Fetch, what: Proving, now: () => number): Fetch
}

/** @param keys where the key is kept: `indexedDbKeys()` in browsers. Default: in memory, so that a session ends with the page */
export function dpop(keys: KeyStore = memoryKeys()): Dpop {
  const nonces = new Map<string, string>()

  return {
    hasKey: async () => (await keys.load()) !== null,
    makeKey: async () => void (await keys.loadOrMake()),

    proving(send, what, now) {
      const ahead = what.purpose === 'call' ? aheadBy(what.tokens) : 0
      const accessToken = what.purpose === 'call' ? what.tokens.access_token : null

      async function attempt(pair: KeyPair, input: string | URL | Request, init: RequestInit | undefined): Promise<Response> {
        const { url, method } = new Request(input instanceof Request ? input.url : input, { method: methodOf(input, init) })
        // A nonce that came with tokens is for them (docs/decisions/0040-dpop-nonces.md), and every server has its own.
        const slot = `${what.purpose === 'call' ? 'call' : 'token'} ${new URL(url).origin}`
        const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
        const begun = now()
        headers.set('dpop', await proofOf({ method, url, accessToken, nonce: nonces.get(slot), now: begun + ahead }, pair))
        // Whoever slept in between knows nothing of what others did meanwhile: the refresh token may be an old one by now.
        if (Math.abs(now() - begun) > longestSigning) throw new Error('The proof came too late to be sent')
        const answer = await send(input, { ...init, headers })
        const nonce = answer.headers.get('dpop-nonce')
        if (nonce) nonces.set(slot, nonce)
        return answer
      }

      return async (input, init) => {
        const pair = what.purpose === 'login' ? await keys.loadOrMake() : await keys.load()
        if (pair === null) return send(input, init)
        const answer = await attempt(pair, input, init)
        if (!isNonceChallenge(answer) || !canBeSentAgain(input, init)) return answer
        await answer.body?.cancel()
        return attempt(pair, input, init)
      }
    },
  }
}

function methodOf(input: string | URL | Request, init: RequestInit | undefined): string {
  return init?.method ?? (input instanceof Request ? input.method : 'GET')
}
