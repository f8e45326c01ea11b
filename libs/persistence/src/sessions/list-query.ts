import type { EndReason, Instant } from '@tessera/core'
import type { Reach } from './end.js'

export type ListedState = 'active' | 'ended' | 'expired'

/**
 * What was typed into the one search box, as what it looks like: a session's own id or its user's; an address or a network; the beginning of
 * an e-mail; a text that is the beginning of an e-mail if there is one, and else part of a device's name or user agent; or only the latter.
 */
export type Search =
  | { readonly sessionOrUserId: string }
  | { readonly ip: string }
  | { readonly emailPrefix: string }
  | { readonly emailPrefixOrDevice: string }
  | { readonly device: string }

export interface StartOfExpired {
  readonly clientId: string
  readonly before: Instant
}

/** Which sessions. Every filter given must hold. */
export interface SessionFilters {
  readonly reach: Reach
  readonly state?: ListedState | undefined
  readonly reason?: EndReason | undefined
  readonly search?: Search | undefined
  /** These alone, whether or not they exist. In lower case, each once. */
  readonly ids?: readonly string[] | undefined
  readonly userId?: string | undefined
  readonly emailPrefix?: string | undefined
  readonly clientId?: string | undefined
  /** The company that the user was in at login. */
  readonly companyId?: number | undefined
  /** The address at login; or, with a prefix length (CIDR), the network that it is in. */
  readonly ip?: string | undefined
  /** Of that address: ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
  /** The browser and the system at login, by name. */
  readonly browser?: string | undefined
  readonly system?: string | undefined
  /** The documented wire format of the login; null for our own. */
  readonly dialect?: string | null | undefined
  /** Part of the device's name or user agent, whatever the case; or its whole id. */
  readonly device?: string | undefined
  /** At that time or later, and before that time. */
  readonly startedAfter?: Instant | undefined
  readonly startedBefore?: Instant | undefined
  /** Of expired ones, before when each client's have started: what `meaningOf` has found, for the way to them. */
  readonly startsOfExpired?: readonly StartOfExpired[] | undefined
  /** The same of the last refresh that handed out a new token. */
  readonly seenAfter?: Instant | undefined
  readonly seenBefore?: Instant | undefined
  /** The same of the end of those that have ended. What has expired has none. */
  readonly endedAfter?: Instant | undefined
  readonly endedBefore?: Instant | undefined
}

/** A page of them, newest first. */
export interface SessionQuery extends SessionFilters {
  readonly limit: number
  /** The `next` of the page before: a session's id. */
  readonly after?: string | undefined
}

/** Makes `%`, `_` and the escape itself mean themselves in a LIKE pattern. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
