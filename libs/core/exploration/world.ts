import { defaultPolicy, type Place, type Policy, type Session } from '../src/index.js'
import { firstPlace } from '../testing/given.js'

export const noon = Date.UTC(2026, 0, 1, 12)
export const policy: Policy = { ...defaultPolicy, retryWindow: 10 }

/** In milliseconds. The model waits a little (two such waits stay inside the retry window, three do not) or long past it. */
export const waits = [4_000, 60_000] as const

/** `given`: handed to its holder by the server since the theft, and not the stolen token itself. */
export interface Token extends Place {
  readonly given: boolean
}

/** One request of the client that is under way: to the server, or (once there is an answer) back from it. */
export interface Request {
  readonly token: Token
  readonly answer: Token | null
  /** Whether it was sent before the client received the token that it holds now. */
  readonly older: boolean
}

export interface Holder {
  readonly holds: Token
  /** How many of the tokens that it was given it was served for, since the theft and since the store's last loss. */
  readonly movedOn: number
  /** The last of them. */
  readonly servedFor: Place | null
}

export type Who = 'client' | 'thief'

/** A server's store, one honest client, what is under way between them, and perhaps a thief. It is always noon: instants move back. */
export interface World {
  readonly session: Session
  /** What the store could still fall back to, the state before the last commit first. */
  readonly earlier: readonly Session[]
  /** How many more commits the store may forget. */
  readonly lossesLeft: number
  readonly client: Holder
  readonly clientWasRefused: boolean
  readonly inFlight: readonly Request[]
  readonly thief: Holder | null
  readonly stolen: Place | null
  /** To whom a new successor was handed out last, and when: the truth, whatever the rule under test makes of it. */
  readonly handOut: { readonly to: Who; readonly at: number }
}

/** A session that starts at noon, and a client that holds its first token. */
export function newWorld(lossesLeft: number): World {
  return {
    session: {
      id: 'session',
      userId: 'user',
      clientId: 'client',
      companyId: 1,
      ...firstPlace(noon),
      idleTimeout: policy.idleTimeout,
      absoluteLifetime: policy.absoluteLifetime,
      reusePolicy: policy.reusePolicy,
      dpopThumbprint: null,
      revokedAt: null,
      revokedReason: null,
      revokedBy: null,
    },
    earlier: [],
    lossesLeft,
    client: newHolder({ generation: 1, branch: 0, given: false }),
    clientWasRefused: false,
    inFlight: [],
    thief: null,
    stolen: null,
    handOut: { to: 'client', at: noon },
  }
}

export function newHolder(holds: Token): Holder {
  return { holds, movedOn: 0, servedFor: null }
}

/** The token's letter is its generation, its primes are its branch: A and then B, or B′ on another branch. */
export function nameOf({ generation, branch }: Place): string {
  return String.fromCharCode(64 + generation) + '′'.repeat(branch)
}

export function isSame(one: Place, other: Place | null): boolean {
  return one.generation === other?.generation && one.branch === other.branch
}
