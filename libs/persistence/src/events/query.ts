import type { Instant } from '@tessera/core'
import type { Reach } from '../sessions/index.js'

/** What somebody typed to find events by. */
export type EventSearch =
  | { /** Of a session, of whom it is about, or of who did it. */ readonly id: string }
  | { /** An address or a network (CIDR). */ readonly ip: string }
  | { /** The whole address of a user. */ readonly email: string }

/** Which events are wanted. Every filter given must hold. */
export interface EventFilters {
  readonly reach: Pick<Reach, 'companyId'>
  readonly search?: EventSearch | undefined
  readonly kind?: string | undefined
  readonly userId?: string | undefined
  readonly by?: string | undefined
  readonly sessionId?: string | undefined
  readonly clientId?: string | undefined
  readonly companyId?: number | undefined
  /** An address or a network (CIDR) that the request came from. */
  readonly ip?: string | undefined
  readonly from?: Instant | undefined
  /** Exclusive. */
  readonly until?: Instant | undefined
}

export interface EventQuery extends EventFilters {
  readonly limit: number
  /** The `next` of the page before: an event's id. */
  readonly after?: number | undefined
}
