import { LoginResponse, type Route, sessionRoutes } from '@tessera/contract'
import { type Client, type ClientOptions, createClient, type Fetch } from './client.js'
import { ProblemError } from './faults.js'
import { signedOutBy } from './refresher.js'
import { createSession, type TesseraSession } from './session.js'
import { singleFlight } from './single-flight.js'
import type { TokenStore } from './store.js'
import { tabsOf } from './tabs.js'
import type { Tokens } from './tokens.js'

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
  return createSession({ client, store: lookingStore(client, path, now), fetch: send, now })
}

/** Holds what the server handed out to this page; asks it at first, and again when another tab tells that something happened. */
function lookingStore(client: Client, path: string, now: () => number): TokenStore {
  const name = `remote:${path}`
  let held: Tokens | null | undefined
  let version = 0
  let asking = singleFlight(ask)
  let listening = false

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
    version += 1
    asking = singleFlight(ask)
  }

  async function looked(): Promise<Tokens | null> {
    while (held === undefined) {
      const asked = version
      const answer = await asking().catch((fault: unknown) => {
        if (asked === version) throw fault
        return null
      })
      if (asked === version) held = answer
    }
    return held
  }

  // This page's own news come by here, too: of them it knows already.
  function hear(message: unknown): void {
    const { kind, event } = (message ?? {}) as { kind?: unknown; event?: { sessionId?: unknown } }
    if (kind === 'signed-in' && event?.sessionId !== held?.session_id) know(undefined)
    if (kind === 'signed-out' && held !== null) know(undefined)
  }

  return {
    name,
    keptByServer: true,
    load() {
      // Not before the store is used: on a server nobody looks, and nobody tells.
      if (!listening) tabsOf(`tessera:${name}`).listen(hear)
      listening = true
      return looked()
    },
    save: know,
    clear: () => know(null),
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
