import type { Route, RouteBody, RouteCall, WholeRoute } from '@tessera/contract'
import { readAnswer } from './answer.js'
import { unlessAborted, withDeadline } from './deadline.js'
import { isOurs, UnreachableError } from './faults.js'
import { addressOf, bodyOf, type RequestParts } from './request.js'

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

export interface ClientOptions {
  /** Where the API is: its origin, with the path in front of `/v1` if it is mounted under one. */
  readonly baseUrl: string
  /** Default: the global `fetch`. Give a session's own `fetch` to call with its access token. */
  readonly fetch?: Fetch
  /** Milliseconds for a whole call, from the asking for its access token to the reading of its answer. Default: 10,000. */
  readonly timeout?: number
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>
  /** Asked before every call that is not open to anyone; null sends none. What it throws, the caller gets. */
  readonly accessToken?: () => string | null | Promise<string | null>
}

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Instead of the client's own; null sends none. */
  readonly accessToken?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** What `call` takes after the route: the request may be left out where every part of it may. */
export type CallArguments<R extends Route> =
  object extends RouteCall<R> ? [request?: RouteCall<R>, options?: CallOptions] : [request: RouteCall<R>, options?: CallOptions]

export interface Client {
  /**
   * Calls one of the contract's `routes` and gives the body of its answer; undefined for a 204.
   *
   * @throws ProblemError when the API refused, and says why
   * @throws UnreachableError when nobody knows what happened: it may or may not have been done
   * @throws TypeError when nothing could be sent: `baseUrl` is no address, or a parameter is missing
   */
  call<const R extends WholeRoute>(route: R, ...request: CallArguments<R>): Promise<RouteBody<R>>
}

/** Typed calls of the contract's routes. Holds no state: one client serves any number of users. */
export function createClient(options: ClientOptions): Client {
  const { baseUrl, timeout = 10_000 } = options
  const send: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))

  async function call(route: Route, parts: RequestParts = {}, { signal, ...given }: CallOptions = {}): Promise<unknown> {
    const address = addressOf(baseUrl, route, parts)
    const body = bodyOf(route, parts)
    const headers = new Headers({ accept: 'application/json, application/problem+json' })
    if (body !== undefined) headers.set('content-type', 'application/json')
    // One by one: given together, names that differ in their case alone would be joined into one value.
    for (const [name, value] of [...Object.entries(options.headers ?? {}), ...Object.entries(given.headers ?? {})]) headers.set(name, value)
    // Logging in and refreshing must not wait for an access token: getting one may be what they are for.
    const own = route.access === 'anyone' ? null : options.accessToken
    // What their source throws says by itself what it means, and nothing of the server.
    let ofOwn: unknown
    const asked = async () => {
      try {
        return await own?.()
      } catch (thrown) {
        ofOwn = thrown
        throw thrown
      }
    }
    try {
      return await withDeadline(timeout, signal, async (cut) => {
        // Not sent once the time is up, however late the token comes: the caller was told that nobody answered.
        const accessToken = given.accessToken === undefined ? await unlessAborted(cut, asked) : given.accessToken
        if (accessToken) headers.set('authorization', `Bearer ${accessToken}`)
        // The API never redirects. Followed, a redirect would carry credentials to whoever sent it.
        const init: RequestInit = { method: route.method, headers, redirect: 'manual', signal: cut }
        return readAnswer(route, await send(address, body === undefined ? init : { ...init, body }), Date.now())
      })
    } catch (thrown) {
      if (isOurs(thrown) || signal?.aborted || thrown === ofOwn) throw thrown
      throw new UnreachableError(`${route.method} ${route.path} was not answered`, { cause: thrown })
    }
  }

  return { call: call as Client['call'] }
}
