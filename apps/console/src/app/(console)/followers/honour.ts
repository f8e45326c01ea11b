import type { Follower, Followers } from '@tessera/contract'

/** Milliseconds after its time in which an end is committed: a statement of some milliseconds, and the disk. */
const committedWithin = 1_000
/** Milliseconds that an access token lives at most. */
const tokensLive = 86_400_000

/** How an end stands with those who follow the revocation feed. */
export interface Honour {
  /** How many it concerns; null where there are more than are listed. */
  readonly all: number | null
  /** Whether there is anybody who reports and honours it. */
  readonly some: boolean
  /** They report, and are not there yet. */
  readonly behind: readonly Follower[]
  /** They have not reported, and nobody knows how far they are. */
  readonly silent: readonly Follower[]
  /** Whether there may be more of each, which are not listed. */
  readonly more: { readonly behind: boolean; readonly silent: boolean }
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
export function honourOf(
  { items, count, silent }: Pick<Followers, 'items' | 'count' | 'silent'>,
  mark: number,
  companyId: number | null,
): Honour {
  const concerned = items.filter(({ company }) => company === null || companyId === null || company.id === companyId)
  const isAway = ({ position }: Follower) => Date.parse(position) < mark
  const away = concerned.filter(isAway)
  // Of each standing those furthest behind are listed, so whoever is not listed is no further behind than these.
  const goesOn = (listed: readonly Follower[]) => listed.length > 0 && listed.every(isAway)
  const quiet = items.filter((follower) => follower.silent)
  const reporting = items.filter((follower) => !follower.silent)
  const [accepting, refusing] = [
    quiet.filter(({ when_stale }) => when_stale === 'accept'),
    quiet.filter(({ when_stale }) => when_stale === 'refuse'),
  ]
  return {
    all: count > items.length ? null : concerned.length,
    some: concerned.some((follower) => !follower.silent && !isAway(follower)),
    behind: away.filter((follower) => !follower.silent),
    silent: away.filter((follower) => follower.silent),
    more: {
      behind: reporting.length < count - silent && goesOn(reporting),
      silent: quiet.length < silent && (goesOn(accepting) || goesOn(refusing)),
    },
  }
}
