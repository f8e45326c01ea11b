import type { EndReason } from './end.js'
import type { Instant } from './session.js'

/** Where in a session's line a token stands. */
export interface Place {
  readonly generation: number
  readonly branch: number
}

/**
 * What happened to one session, as the event log keeps it: written in the same transaction as the state.
 *
 * A rotation is no event: it is the session's own row moving on, and storage must not grow with refreshes.
 */
export type SessionEvent =
  | { readonly kind: 'session_started'; readonly at: Instant }
  /**
   * A token came back after its retry window and earned a successor on a new branch. Logged for the first new branch of a
   * generation only: a client that never rotates makes one at every refresh.
   */
  | { readonly kind: 'session_branched'; readonly at: Instant; readonly presented: Place; readonly issued: Place }
  /** `presented` is the token that gave a reuse away; null for every other reason. */
  | {
      readonly kind: 'session_ended'
      readonly at: Instant
      readonly reason: EndReason
      readonly by: string | null
      readonly presented: Place | null
    }
