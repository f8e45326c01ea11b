import { type RouteCall, sessionRoutes, type User } from '@tessera/contract'
import { authorizedFetch } from './authorized-fetch.js'
import { type Client, type ClientOptions, createClient, type Fetch } from './client.js'
import { type Listener, listeners as createListeners, type SessionEvents } from './events.js'
import { isOurs, ProblemError, SignedOut, UnreachableError } from './faults.js'
import { inTurn } from './in-turn.js'
import { createRefresher, requestLifetime } from './refresher.js'
import { memoryStore, type TokenStore } from './store.js'
import { type CurrentSession, currentOf, isDue, lives, type Tokens } from './tokens.js'

export type SessionOptions = ({ readonly client: Client } | Pick<ClientOptions, 'baseUrl' | 'timeout' | 'headers'>) & {
  /** Default: a `memoryStore()`. */
  readonly store?: TokenStore
  /** Sends the session's requests, and those of its own `fetch`. Default: the global `fetch`. */
  readonly fetch?: Fetch
  /** Default: the platform's built-in public client. */
  readonly clientId?: string
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number
}

export type Credentials = Omit<RouteCall<typeof sessionRoutes.logIn>['body'], 'client_id'>

/**
 * One login, kept alive: it refreshes before its access token ends, once for any number of callers, and drops its tokens only
 * when the server says that the session is over. None of its functions needs `this`.
 */
export interface TesseraSession {
  /**
   * Starts a session and stores its tokens. A session that was there before is ended at the server, once the new one is stored.
   *
   * @throws ProblemError (`invalid_credentials`, `too_many_requests`, …), UnreachableError; then what was there before stays
   */
  logIn(credentials: Credentials): Promise<User>
  /**
   * Forgets the tokens, then ends the session at the server.
   *
   * @throws UnreachableError, ProblemError when the server could not be told: signed out here, but the session is not ended there
   */
  logOut(): Promise<void>
  /**
   * An access token to use now; null when nobody is logged in.
   *
   * @throws SignedOut when the server says that the session is over
   * @throws UnreachableError, ProblemError when the token is at its end and could not be refreshed; the next call tries again
   */
  accessToken(): Promise<string | null>
  /** `fetch` with the access token; after a 401 it refreshes and repeats the request once. Throws what `accessToken` does, too. */
  readonly fetch: Fetch
  /** Listens; the function that it gives stops listening. */
  on<K extends keyof SessionEvents>(kind: K, listener: Listener<K>): () => void
  /** Who is logged in, as the store has it; null when nobody is. */
  current(): Promise<CurrentSession | null>
}

/** Keeps one person, or one device, logged in. Any number of sessions may share a store: tabs do. */
export function createSession(options: SessionOptions): TesseraSession {
  const { store = memoryStore(), now = Date.now } = options
  const send: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const client = 'client' in options ? options.client : createClient({ ...options, fetch: send })
  const own = { client_id: options.clientId }
  const listeners = createListeners()
  const exclusively = inTurn()
  const refresher = createRefresher({ client, store, own, listeners, exclusively, now })
  let refusedAgainAt = -Infinity

  async function accessToken(): Promise<string | null> {
    const tokens = await store.load()
    if (tokens === null) return null
    if (!isDue(tokens, now())) return tokens.access_token
    try {
      return (await refresher.refresh(tokens))?.access_token ?? null
    } catch (thrown) {
      if (isOurs(thrown) && !(thrown instanceof SignedOut) && lives(tokens, now())) return tokens.access_token
      throw thrown
    }
  }

  async function insteadOf(refused: string): Promise<string | null> {
    const tokens = await store.load()
    if (tokens === null) return null
    if (tokens.access_token !== refused) return tokens.access_token
    // Whoever refuses a token that was just refreshed will refuse the next one too.
    if (now() - refusedAgainAt < requestLifetime || refresher.couldOvertake(tokens)) return null
    return (await refresher.refresh(tokens))?.access_token ?? null
  }

  async function end({ refresh_token }: Tokens): Promise<void> {
    await client.call(sessionRoutes.logOut, { body: { refresh_token } }, { accessToken: null })
  }

  return {
    async logIn(given) {
      const answer = await client.call(sessionRoutes.logIn, { body: { ...given, ...own } }, { accessToken: null })
      const before = await exclusively(async () => {
        const held = await store.load()
        await store.save({ ...answer, received_at: now() })
        return held
      })
      if (before !== null) {
        await end(before).catch((thrown: unknown) => {
          // The login is good. The session before it ends by its idle timeout, if the server could not be told.
          if (!(thrown instanceof ProblemError || thrown instanceof UnreachableError)) throw thrown
        })
      }
      return answer.user
    },
    async logOut() {
      const tokens = await exclusively(async () => {
        const held = await store.load()
        await store.clear()
        return held
      })
      if (tokens === null) return
      listeners.emit('signed-out', { reason: 'logout' })
      await end(tokens)
    },
    accessToken,
    fetch: authorizedFetch(send, { accessToken, insteadOf, refusedAgain: () => void (refusedAgainAt = now()) }),
    on: listeners.on,
    async current() {
      const tokens = await store.load()
      return tokens && currentOf(tokens)
    },
  }
}
