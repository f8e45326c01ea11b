import type { Instant, Place, Refusal, Session } from '../../src/index.js'
import { newWorld, noon } from '../world.js'

/** A token and a proof beside it: when the nonce in the proof was handed out, and for which token. */
export interface Presented {
  readonly token: Place
  readonly madeAfter: Instant
  readonly nonceFor: Place
}

/** One request of the client that is under way: to the server, or (once there is an answer) back from it. */
export interface Request extends Presented {
  readonly answer: Place | 'challenge' | null
  /** Whether it was sent before the client received the token that it holds now. */
  readonly older: boolean
}

export interface Recording extends Presented {
  /** Whether the server has judged it before. */
  readonly answered: boolean
}

/** A session bound to a key, the honest client that has the key, and somebody without it who records every request. Always noon. */
export interface BoundWorld {
  readonly session: Session
  readonly client: {
    readonly holds: Place
    /** When the newest nonce that it has was handed out, and for which token. */
    readonly nonce: Instant
    readonly nonceFor: Place
  }
  readonly inFlight: readonly Request[]
  readonly recordings: readonly Recording[]
  /** Why the client was refused, other than by a challenge that a proof made at that moment meets. */
  readonly clientWasRefused: Refusal | null
  /** Whether a request that had been judged before changed the session by being sent again. */
  readonly repetitionChangedIt: boolean
}

/** A session that starts at noon; its client has the nonce that came with its first token. */
export function newBoundWorld(): BoundWorld {
  const { session, client } = newWorld(0)
  return {
    session: { ...session, dpopThumbprint: 'key' },
    client: { holds: client.holds, nonce: noon, nonceFor: client.holds },
    inFlight: [],
    recordings: [],
    clientWasRefused: null,
    repetitionChangedIt: false,
  }
}
