import type { EndReason, Instant } from '@tessera/core'
import type { Reach } from './end.js'

export type ListedState = 'active' | 'ended' | 'expired'

/** A session's own id or its user's; an address; or the beginning of an e-mail. */
export type Search =
  | { readonly sessionOrUserId: string; readonly ip?: never; readonly emailPrefix?: never }
  | { readonly ip: string; readonly sessionOrUserId?: never; readonly emailPrefix?: never }
  | { readonly emailPrefix: string; readonly sessionOrUserId?: never; readonly ip?: never }

/** What to list, newest first. Every filter given must hold. */
export interface SessionQuery {
  readonly reach: Reach
  readonly state?: ListedState | undefined
  readonly reason?: EndReason | undefined
  /** What was typed into the one search box, as what it looks like. */
  readonly search?: Search | undefined
  readonly userId?: string | undefined
  readonly emailPrefix?: string | undefined
  readonly clientId?: string | undefined
  /** The address at login. */
  readonly ip?: string | undefined
  /** Part of the device's name or user agent, whatever the case; or its whole id. */
  readonly device?: string | undefined
  readonly startedAfter?: Instant | undefined
  readonly startedBefore?: Instant | undefined
  readonly limit: number
  /** The `next` of the page before: a session's id. */
  readonly after?: string | undefined
}

/** Makes `%`, `_` and the escape itself mean themselves in a LIKE pattern. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
