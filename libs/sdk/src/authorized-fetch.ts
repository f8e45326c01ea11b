import type { Fetch } from './client.js'
import type { Tokens } from './tokens.js'

/** Where `authorizedFetch` gets its access tokens. */
export interface AccessTokens {
  /** Those to begin with; null when nobody is logged in. */
  usable(): Promise<Tokens | null>
  /** Others than the ones that were refused; null when there are none to be had. */
  insteadOf(refused: Tokens): Promise<Tokens | null>
  /** Told when the other token was refused as well. */
  refusedAgain(): void
}

/**
 * `fetch` with an access token. A 401 is answered once with another token; so the caller sees a 401 only when a new token does
 * not help, when nobody is logged in, or when the body was a stream: it is gone, and what is left of it must not be sent.
 *
 * The token goes to whatever address is called. Call only services that may have it.
 */
export function authorizedFetch(send: Fetch, tokens: AccessTokens): Fetch {
  return async (input, init) => {
    const first = await tokens.usable()
    const answer = await send(input, withToken(first, input, init))
    if (first === null || answer.status !== 401) return answer
    const other = await tokens.insteadOf(first)
    if (other === null || !canBeSentAgain(input, init)) return answer
    await answer.body?.cancel()
    const second = await send(input, withToken(other, input, init))
    if (second.status === 401) tokens.refusedAgain()
    return second
  }
}

function withToken(tokens: Tokens | null, input: string | URL | Request, init: RequestInit | undefined): RequestInit {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
  if (tokens !== null) headers.set('authorization', `${tokens.token_type} ${tokens.access_token}`)
  return { ...init, headers }
}

/** A stream is read once. A Request holds its body as one, whatever it was made of. */
function canBeSentAgain(input: string | URL | Request, init: RequestInit | undefined): boolean {
  const body = init?.body
  if (body !== undefined && body !== null) return isWhole(body)
  return !(input instanceof Request) || isWithoutBody(input)
}

function isWhole(body: NonNullable<RequestInit['body']>): boolean {
  return (
    typeof body === 'string' ||
    body instanceof URLSearchParams ||
    body instanceof FormData ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body)
  )
}

// Where a browser does not tell a Request's body, only the method does.
function isWithoutBody(request: Request): boolean {
  return request.body === null || request.method === 'GET' || request.method === 'HEAD'
}
