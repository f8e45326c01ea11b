import type { Place } from '../src/index.js'

/** What of a world a client can be asked to mind: the token that it holds, and its requests that are under way. */
interface ClientInWorld {
  readonly client: { readonly holds: Place }
  readonly inFlight: readonly { readonly token: Place; readonly older: boolean }[]
}

/** What we ask of an honest client. */
export interface Premise {
  /** Whether the client may now present the token that it holds. */
  readonly mayPresent: (world: ClientInWorld) => boolean
  /** Whether a request that is under way still is when time has passed. */
  readonly requestsTakeTime: boolean
}

/**
 * The premise that the rules stand on: an honest client does not present a token that it received less than one request lifetime ago.
 *
 * A request lifetime is the longest that a request can be under way, from reading the token to using the answer. So when the
 * client presents a token, every request that it sent *before it received that token* is over: it will not be judged any more, and
 * its answer will not arrive any more. The premise is used for nothing else, so this is how the model states it, and it holds for
 * request lifetimes of any length, far longer than the retry window, too. Requests with the *same* token may be under way.
 */
export const patient: Premise = {
  mayPresent: (world) => world.inFlight.every(({ older }) => !older),
  requestsTakeTime: true,
}

/**
 * A weaker premise on the client and a stronger one on the network, for a client that refreshes twice in a row (a server-rendered
 * page, and at once the browser) while an older request is under way: it does not present a token whose *predecessor* it received less
 * than one request lifetime ago, and its requests take no time, compared with the retry window.
 */
export const brisk: Premise = {
  mayPresent: (world) => world.inFlight.every(({ token }) => world.client.holds.generation - token.generation <= 1),
  requestsTakeTime: false,
}

/** No premise: the client presents what it has whenever it likes, and its requests live for ever. */
export const careless: Premise = { mayPresent: () => true, requestsTakeTime: true }
