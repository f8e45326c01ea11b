import { type RouteCall, sessionRoutes, type User } from '@tessera/contract'
import { authorizedFetch } from './authorized-fetch.js'
import { type Client, type ClientOptions, createClient, type Fetch } from './client.js'
import type { Dpop } from './dpop/dpop.js'
import { type Listener, listeners as createListeners, type SessionEvents } from './events.js'
import { ProblemError, RefreshNeeded, SignedOut, UnreachableError } from './faults.js'
import { inTurn } from './in-turn.js'
import { createRefresher, requestLifetime } from './refresher.js'
import { memoryStore, type TokenStore } from './store.js'
import { tabLock, type Turn } from './tab-lock.js'
import { tabsOf } from './tabs.js'
import { clockDifference, type CurrentSession, currentOf, isDue, lives, type Tokens } from './tokens.js'

const ofOwnClient = ['baseUrl', 'timeout', 'headers', 'dpop'] as const
type OwnClient = Pick<ClientOptions & { readonly dpop?: Dpop }, (typeof ofOwnClient)[number]>

/** How the API is called: by one of the session's own, which may bind the session to a key, or by a client that is there already. */
type Calling = (OwnClient & { readonly client?: never }) | ({ readonly client: Client } & { readonly [Part in keyof OwnClient]?: never })

export type SessionOptions = Calling & {
  /** Default: a `memoryStore()`. */
  readonly store?: TokenStore
  /** Sends the session's requests, and those of its own `fetch`. Default: the global `fetch`. */
  readonly fetch?: Fetch
  /** Default: the platform's built-in public client. */
  readonly clientId?: string
  /** For a confidential client, with its `clientId`: on servers only, never in a page. */
  readonly clientSecret?: string
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number
}

/** What a person gives at a login. Which client it is at, and its secret, are options of the session. */
export type Credentials = Omit<RouteCall<typeof sessionRoutes.logIn>['body'], 'client_id' | 'client_secret'>

/**
 * One login, kept alive: it refreshes before its access token ends, once for any number of callers, and drops its tokens only
 * when the server says that the session is over. None of its functions needs `this`.
 */
export interface TesseraSession {
  /**
   * Starts a session and stores its tokens. A session that was there before is ended at the server, once the new one is stored.
   *
   * @throws ProblemError (`invalid_credentials`, `too_many_requests`, …), UnreachableError; then what was there before stays
   * @throws what the store does; then the new session is ended, since nobody has its tokens
   * @throws what the store of the keys does, where it can keep none; then nothing was sent
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
   * @throws RefreshNeeded when it is at its end, and the store could not keep another here
   * @throws what the store does when it is at its end, and another could not be saved; the next call tries again
   */
  accessToken(): Promise<string | null>
  /**
   * Refreshes although the access token still lives: for what only a new one says, such as roles that were just given. A refresh whose
   * answer was lost a moment ago must not be overtaken; then it changes nothing.
   *
   * @throws what `accessToken` does
   */
  refresh(): Promise<CurrentSession | null>
  /**
   * `fetch` with the access token; after a 401 it refreshes and repeats the request once. Where somebody else signed in meanwhile, in
   * another tab, it does not: what one person does is never done as another. Throws what `accessToken` does, too.
   */
  readonly fetch: Fetch
  /** Listens; the function that it gives stops listening. */
  on<K extends keyof SessionEvents>(kind: K, listener: Listener<K>): () => void
  /** Who is logged in, as the store has it; null when nobody is. */
  current(): Promise<CurrentSession | null>
}

/** What the client says of itself with every login and refresh. */
function ownOf({ clientId, clientSecret }: SessionOptions) {
  return { ...(clientId !== undefined && { client_id: clientId }), ...(clientSecret !== undefined && { client_secret: clientSecret }) }
}

/** The tokens if they are of the session that was seen. What somebody asked for must not be done as whoever signed in since. */
function ofSession(seen: Tokens | null, tokens: Tokens | null): Tokens | null {
  return tokens?.session_id === seen?.session_id ? tokens : null
}

/** A client was made before, and is not told any more. Passed over in silence, a key that was asked for would bind nothing. */
function refuseBesideClient(options: SessionOptions): void {
  const given = options.client === undefined ? [] : ofOwnClient.filter((part) => options[part] !== undefined)
  if (given.length > 0)
    throw new TypeError(`createSession was given a client, and ${given.join(', ')} beside it, which would not be heeded`)
}

/**
 * Keeps one person, or one device, logged in. Any number of sessions may share a store: tabs do.
 *
 * @throws TypeError when what a client is made from is given beside a client
 */
export function createSession(options: SessionOptions): TesseraSession {
  refuseBesideClient(options)
  const { store = memoryStore(), now = Date.now } = options
  const send: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const { dpop } = options
  const clientFor = (purpose: 'login' | 'refresh') =>
    options.client ?? createClient({ ...options, fetch: dpop ? dpop.proving(send, { purpose }, now) : send })
  const [client, loginClient] = [clientFor('refresh'), clientFor('login')]
  const own = ownOf(options)
  const shared = store.name === undefined ? undefined : `tessera:${store.name}`
  const listeners = createListeners(tabsOf(shared))
  // Longer than a refresh may take: whoever holds the lock still, sleeps.
  const patience = 2_000 + (options.timeout ?? 10_000)
  const acrossTabs = (purpose: string): Turn => (shared === undefined ? (step) => step(false) : tabLock(`${shared}:${purpose}`, patience))
  const [turn, refreshing, storing] = [inTurn(), acrossTabs('refresh'), acrossTabs('store')]
  const exclusively: Turn = (step) => turn(() => storing(step))
  const refresher = createRefresher({
    client,
    hasKey: async () => dpop?.hasKey() ?? false,
    store,
    own,
    listeners,
    inTurn: refreshing,
    exclusively,
    now,
  })
  let refusedAgainAt = -Infinity

  async function usable(tokens: Tokens | null): Promise<Tokens | null> {
    if (tokens === null || !isDue(tokens, now())) return tokens
    try {
      return await refresher.refresh(tokens)
    } catch (thrown) {
      if (!(thrown instanceof SignedOut) && lives(tokens, now())) return tokens
      // Received later than now: the clock of another process is ahead, and will be when it receives the next. Whoever is called judges them.
      if (thrown instanceof RefreshNeeded && now() < tokens.received_at) return tokens
      throw thrown
    }
  }

  async function insteadOf(refused: Tokens): Promise<Tokens | null> {
    const tokens = await store.load()
    if (tokens === null || tokens.access_token !== refused.access_token) return ofSession(refused, tokens)
    // Whoever refuses a token that was just refreshed will refuse the next one too. A clock that was set back tells nothing of when it was.
    const sinceRefused = now() - refusedAgainAt
    if ((sinceRefused >= 0 && sinceRefused < requestLifetime) || refresher.couldOvertake(tokens)) return null
    try {
      return ofSession(refused, await refresher.refresh(tokens))
    } catch (thrown) {
      // Elsewhere it was refreshed a moment ago, and sending it there again would go round in circles.
      const age = now() - tokens.received_at
      if (thrown instanceof RefreshNeeded && age >= -clockDifference && age < requestLifetime) return null
      throw thrown
    }
  }

  function proving(tokens: Tokens): Fetch {
    return dpop && tokens.token_type === 'DPoP' ? dpop.proving(send, { purpose: 'call', tokens }, now) : send
  }

  async function end({ refresh_token }: Tokens): Promise<void> {
    await client.call(sessionRoutes.logOut, { body: { refresh_token } }, { accessToken: null })
  }

  /** A session that nobody will use any more, and that ends by its idle timeout if the server cannot be told. */
  async function leave(tokens: Tokens): Promise<void> {
    await end(tokens).catch((thrown: unknown) => {
      if (!(thrown instanceof ProblemError || thrown instanceof UnreachableError)) throw thrown
    })
  }

  return {
    async logIn(given) {
      await dpop?.makeKey()
      const answer = await loginClient.call(sessionRoutes.logIn, { body: { ...given, ...own } }, { accessToken: null })
      const tokens = { ...answer, received_at: now() }
      const before = await exclusively(async () => {
        const held = store.keptByServer ? null : await store.load()
        await store.save(tokens)
        return held
      }).catch(async (fault: unknown) => {
        await leave(tokens)
        throw fault
      })
      listeners.emit('signed-in', currentOf(tokens))
      if (before !== null) await leave(before)
      return answer.user
    },
    async logOut() {
      const tokens = await exclusively(async () => {
        const held = await store.load()
        await store.clear()
        return held
      })
      if (tokens === null) return
      const tell = () => listeners.emit('signed-out', { reason: 'logout' })
      // Where the server keeps the tokens, whoever is told looks there: it must have answered. If nobody did, nobody knows, and nobody is told.
      if (!store.keptByServer) tell()
      const fault = await end(tokens).catch((thrown: unknown) => thrown)
      if (store.keptByServer && !(fault instanceof UnreachableError)) tell()
      if (fault !== undefined) throw fault
    },
    async accessToken() {
      return (await usable(await store.load()))?.access_token ?? null
    },
    async refresh() {
      const tokens = await store.load()
      if (tokens === null || refresher.couldOvertake(tokens)) return tokens && currentOf(tokens)
      const next = await refresher.refresh(tokens)
      return next && currentOf(next)
    },
    fetch: authorizedFetch(send, {
      async usable() {
        const held = await store.load()
        return ofSession(held, await usable(held))
      },
      insteadOf,
      proving,
      refusedAgain: () => void (refusedAgainAt = now()),
    }),
    on: listeners.on,
    async current() {
      const tokens = await store.load()
      return tokens && currentOf(tokens)
    },
  }
}
