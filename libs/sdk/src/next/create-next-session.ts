import { cookies, headers } from 'next/headers.js'
import { redirect } from 'next/navigation'
import { type NextFetchEvent, type NextRequest, NextResponse } from 'next/server.js'
import { type Client, type ClientOptions, createClient, type Fetch } from '../client.js'
import { type CookieOptions, cookieStore } from '../cookie-store.js'
import { isOurs, RefreshNeeded, SignedOut, UnreachableError } from '../faults.js'
import { createSession, type TesseraSession } from '../session.js'
import type { TokenStore } from '../store.js'
import { goTo, notNow, withQuery } from './answers.js'
import { handOut } from './hand-out.js'
import { jarOf, jarOfPassing } from './jars.js'
import { ownPath, passed, type Passed } from './passed.js'
import { type InFlight, sharing } from './sharing.js'

export interface NextSessionOptions extends Pick<ClientOptions, 'baseUrl' | 'timeout'> {
  readonly clientId?: string
  /** For a confidential client. It stays on the server. */
  readonly clientSecret?: string
  readonly cookie?: CookieOptions
  /** Where people sign in. They come with `?next=` and, when their session is over, `&ended=` and the reason. Default: `/sign-in` */
  readonly signInPath?: string
  /** Where `GET` of this is the handler: `/session/refresh` is `app/session/refresh/route.ts`, the default. Like all paths, without the `basePath`. */
  readonly refreshPath?: string
  /** Sends all requests. Default: the global `fetch`. */
  readonly fetch?: Fetch
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number
}

/** Makes the answer to a request that passes on, of the headers that the page has to be given. */
export type Respond = (headers: Headers) => NextResponse | Promise<NextResponse>

/** A session as server components, actions and route handlers use it; `call` calls the API's routes with its access token. */
export interface RequestSession extends TesseraSession, Client {}

export interface NextSession {
  /**
   * For `proxy.ts` (before Next 16 `middleware.ts`): refreshes a session that is due before anything is rendered, for the page that is
   * asked for and for the browser. It guards nothing; pages and actions do that by `signedIn`.
   *
   * @param respond Default: the page. What Next gives its proxies as second argument is passed over
   */
  proxy(request: NextRequest, respond?: Respond | NextFetchEvent): Promise<NextResponse>
  /** The session of the request that is being answered. */
  session(): Promise<RequestSession>
  /** The same; whoever is not signed in is sent to sign in, and comes back. */
  signedIn(): Promise<RequestSession>
  /** For `refreshPath`: where those go whose page found that the access token is refused or spent, to refresh and come back. */
  GET(request: Request): Promise<Response>
  /** For `refreshPath` as well: hands access tokens to pages that have a `remoteSession`. Without it, they stay on the server. */
  POST(request: Request): Promise<Response>
}

/**
 * A session that is kept in an httpOnly cookie, for Next's App Router.
 *
 * A page that is being rendered cannot set a cookie. It never refreshes: the successor would be lost, and the browser would go on with
 * a token that is used. The proxy refreshes before; where a render finds out that it must be done after all, it sends the browser
 * to `refreshPath`. Any number of renders, requests and processes may do so at once.
 */
export function createNextSession(options: NextSessionOptions): NextSession {
  const { baseUrl, timeout = 8_000, cookie, signInPath = '/sign-in', refreshPath = '/session/refresh', ...ofSession } = options
  const send: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const inFlight: InFlight = new Map()

  const storeOfRequest = async () => cookieStore(jarOf(await cookies()), cookie)

  function sessionIn(store: TokenStore, came: Pick<Headers, 'get'>): TesseraSession {
    const api = createClient({
      baseUrl,
      timeout,
      headers: forwarded(came),
      fetch: (input, init) => send(input, { ...init, cache: 'no-store' }),
    })
    return createSession({ ...ofSession, client: sharing(api, inFlight), store, fetch: send })
  }

  async function session(): Promise<RequestSession> {
    const came = await headers()
    const own = sessionIn(await storeOfRequest(), came)
    const api = createClient({ baseUrl, timeout, headers: forwarded(came), fetch: own.fetch })
    const orRefresh = <A extends unknown[], T>(call: (...given: A) => Promise<T>) => orGoTo(refreshPath, passed.read(came), call)
    return {
      ...own,
      accessToken: orRefresh(own.accessToken),
      refresh: orRefresh(own.refresh),
      fetch: orRefresh(own.fetch),
      call: orRefresh(api.call as (...given: unknown[]) => Promise<unknown>) as Client['call'],
    }
  }

  return {
    session,

    async signedIn() {
      const own = await session()
      const { path, ended } = passed.read(await headers())
      if ((await own.current()) === null) redirect(withQuery(signInPath, { ended, next: path }))
      return own
    },

    async proxy(request, given) {
      const jar = jarOfPassing(request)
      let [ended, unanswered]: [string | null, boolean] = [null, false]
      try {
        await sessionIn(cookieStore(jar, cookie), request.headers).accessToken()
      } catch (thrown) {
        if (!isOurs(thrown)) throw thrown
        if (thrown instanceof SignedOut) ended = thrown.reason
        else unanswered = true
      }
      const on = new Headers(request.headers)
      passed.write(on, { path: request.nextUrl.pathname + request.nextUrl.search, ended, unanswered })
      const response = typeof given === 'function' ? await given(on) : NextResponse.next({ request: { headers: on } })
      jar.applyTo(response)
      return response
    },

    async GET(request) {
      const next = ownPath(new URL(request.url).searchParams.get('next'))
      try {
        const current = await sessionIn(await storeOfRequest(), await headers()).refresh()
        return goTo(current ? next : withQuery(signInPath, { ended: null, next }), request)
      } catch (thrown) {
        if (!isOurs(thrown)) throw thrown
        if (thrown instanceof SignedOut) return goTo(withQuery(signInPath, { ended: thrown.reason, next }), request)
        return notNow()
      }
    },

    async POST(request) {
      const store = await storeOfRequest()
      return handOut(request, sessionIn(store, await headers()), store, options.now ?? Date.now)
    },
  }
}

/** Lets a call that needs a refresh go to where one can be made. Where the proxy has just tried, that would be no use. */
function orGoTo<A extends unknown[], T>(refreshPath: string, { path, unanswered }: Passed, call: (...given: A) => Promise<T>) {
  return async (...given: A): Promise<T> => {
    try {
      return await call(...given)
    } catch (thrown) {
      if (!(thrown instanceof RefreshNeeded)) throw thrown
      if (unanswered) throw new UnreachableError('The session could not be refreshed: nobody answered', { cause: thrown })
    }
    redirect(withQuery(refreshPath, { ended: null, next: path }))
  }
}

/** What the API is told of the person's browser and address: sessions show theirs, not this server's. */
function forwarded(came: Pick<Headers, 'get'>): Record<string, string> {
  const named = ['user-agent', 'x-forwarded-for'].map((name) => [name, came.get(name)] as const)
  return Object.fromEntries(named.filter((header): header is [string, string] => Boolean(header[1])))
}
