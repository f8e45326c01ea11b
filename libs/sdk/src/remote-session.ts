import { LoginResponse, type Route, sessionRoutes } from '@tessera/contract'
import { type Client, type ClientOptions, createClient, type Fetch } from './client.js'
import { ProblemError } from './faults.js'
import { signedOutBy } from './refresher.js'
import { createSession, type TesseraSession } from './session.js'
import { singleFlight } from './single-flight.js'
import type { TokenStore } from './store.js'
import { tabsOf } from './tabs.js'
import { currentOf, type Tokens } from './tokens.js'

export interface RemoteSessionOptions extends Pick<ClientOptions, 'timeout'> {
  /** Where the page’s own server hands access tokens out: `POST` of `createNextSession`, with the `basePath` if there is one. Default: `/session/refresh` */
  readonly path?: string
  /** Sends all requests. Default: the global `fetch`. */
  readonly fetch?: Fetch
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number
}

/** Sent along, so that no other site’s page can call: with a header of this kind, a browser asks us first. */
export const pageHeader = 'x-tessera-page'

/** What the page’s server answers beside the calls of a session: whose the cookie is; nothing when it is nobody’s. */
export const look = {
  method: 'POST',
  path: '/look',
  group: 'Sessions',
  summary: 'Who is logged in',
  access: 'anyone',
  responses: { 200: LoginResponse, 204: null },
  problems: [],
} as const satisfies Route

/**
 * The session of a page whose own server keeps it in a cookie: the page gets access tokens and never a refresh token. It logs in and out
 * and refreshes by asking that server, and is a session like any other otherwise.
 *
 * An action of the site signs in and out as well, and tells nobody. So `current` asks the server each time, and so does
 * whatever needs a token, as long as nobody is signed in. What the server does not answer changes nothing: a logout is not done, and can be
 * tried again.
 */
export function remoteSession(options: RemoteSessionOptions = {}): TesseraSession {
  const { path = '/session/refresh', timeout, now = Date.now } = options
  const send: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const client = createClient({
    baseUrl: 'https://server.invalid',
    ...(timeout !== undefined && { timeout }),
    headers: { [pageHeader]: 'yes' },
    fetch: (input, init) => send(`${path}?${new URLSearchParams({ call: new URL(String(input)).pathname })}`, init),
  })
  const store = lookingStore(client, path, now)
  const session = createSession({ client, store, fetch: send, now })

  return {
    ...session,
    async current() {
      const tokens = await store.lookAgain()
      return tokens && currentOf(tokens)
    },
    logOut: () => store.leaving(session.logOut),
  }
}

interface LookingStore extends TokenStore {
  /** What the server says now; where it does not answer, what was known. */
  lookAgain(): Promise<Tokens | null>
  /** Runs a logout: from when it clears until it is done nobody is signed in here, though the server has the cookie yet. */
  leaving(logOut: () => Promise<void>): Promise<void>
}

/**
 * Holds what the server handed out to this page, until another tab tells that something happened. That nobody is signed in is not held: nobody
 * would tell this page when that is over.
 */
function lookingStore(client: Client, path: string, now: () => number): LookingStore {
  const name = `remote:${path}`
  let held: Tokens | null | undefined
  let version = 0
  let asking = singleFlight(ask)
  let [leavers, left, listening] = [0, false, false]

  async function ask(): Promise<Tokens | null> {
    const answer = await client.call(look).catch((thrown: unknown) => {
      // It was over before this page came, which is nobody's news.
      if (!(thrown instanceof ProblemError) || signedOutBy(thrown) === null) throw thrown
    })
    return answer ? { ...answer, received_at: now() } : null
  }

  /** What was asked before is older than this: its answer must bring nobody back. */
  function know(next: Tokens | null | undefined): void {
    held = next
    left = false
    version += 1
    asking = singleFlight(ask)
  }

  async function looked(): Promise<Tokens | null> {
    for (;;) {
      if (left) return null
      const asked = version
      const answer = await asking().catch((fault: unknown) => {
        if (held === undefined && asked === version) throw fault
        return held ?? null
      })
      if (asked === version) return (held = answer)
    }
  }

  // This page's own news come by here, too: of them it knows already, and what it asked meanwhile it asks again.
  function hear(message: unknown): void {
    const { kind, event } = (message ?? {}) as { kind?: unknown; event?: { sessionId?: unknown } }
    if (kind === 'signed-in' && event?.sessionId !== held?.session_id) know(undefined)
    if (kind === 'signed-out' && !left) know(held === null ? null : undefined)
  }

  // Not before the store is used: on a server nobody looks, and nobody tells.
  function listen(): void {
    if (!listening) tabsOf(`tessera:${name}`).listen(hear)
    listening = true
  }

  return {
    name,
    keptByServer: true,
    load() {
      listen()
      return held ?? looked()
    },
    lookAgain() {
      listen()
      if (!left) know(held)
      return looked()
    },
    save: know,
    clear() {
      know(null)
      left = leavers > 0
    },
    async leaving(logOut) {
      leavers += 1
      try {
        await logOut()
      } catch (thrown) {
        // Nobody knows whether it was done. Taken for done, it could not be tried again.
        know(undefined)
        throw thrown
      } finally {
        leavers -= 1
        left &&= leavers > 0
      }
    },
  }
}

/** What a page has instead of a refresh token: which tokens it has seen. */
export const seen = {
  write: ({ session_id, access_token }: Pick<Tokens, 'session_id' | 'access_token'>) => `${session_id} ${access_token}`,
  read(text: unknown) {
    const [sessionId, accessToken] = String(text).split(' ')
    return { sessionId, accessToken }
  },
}

export type Seen = ReturnType<typeof seen.read>

/** The paths that a page calls at its server are those of the API. */
export const calls = {
  logIn: sessionRoutes.logIn.path,
  refresh: sessionRoutes.refresh.path,
  logOut: sessionRoutes.logOut.path,
  look: look.path,
} as const
