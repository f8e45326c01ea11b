import type { Follower, Followers } from '@tessera/contract'

/** Milliseconds after its time in which an end is committed: a statement of some milliseconds, and the disk. */
const committedWithin = 1_000
/** Milliseconds that an access token lives at most. */
const tokensLive = 86_400_000

/** How an end stands with those who follow the revocation feed. */
export interface Honour {
  /** How many it concerns; null where there are more than are listed. */
  readonly all: number | null
  /** They report, and are not there yet. */
  readonly behind: readonly Follower[]
  /** They have not reported, and nobody knows how far they are. */
  readonly silent: readonly Follower[]
}

/**
 * The position from which on a follower honours an end.
 *
 * Not the time of the end alone: that is taken before it is committed, and a follower that read in between has a later position without it.
 *
 * @param seen the API's time when the end had been read, and so was committed
 */
export function markOf(end: string, seen: string): number {
  return Math.min(Date.parse(seen), Date.parse(end) + committedWithin)
}

/** Whether an access token from before the end could still be good. */
export function matters(end: string, now: string): boolean {
  return Date.parse(now) - Date.parse(end) < tokensLive
}

/** @param companyId whose sessions ended; null for those of more than one company */
export function honourOf({ items, count }: Pick<Followers, 'items' | 'count'>, mark: number, companyId: number | null): Honour {
  const concerned = items.filter(({ company }) => company === null || companyId === null || company.id === companyId)
  const away = concerned.filter(({ position }) => Date.parse(position) < mark)
  return {
    // Those furthest behind are listed first, so whoever is not listed is no further behind than these.
    all: count > items.length ? null : concerned.length,
    behind: away.filter(({ silent }) => !silent),
    silent: away.filter(({ silent }) => silent),
  }
}
