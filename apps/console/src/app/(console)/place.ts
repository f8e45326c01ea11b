import type { Role } from '@tessera/contract'

/** A place of the console that has a name in its navigation. */
export interface Place {
  readonly href: `/${string}`
  readonly name: string
  /** Goes there after `g`. */
  readonly key: string
  /** What else people call it when they look for it. */
  readonly words?: string
  /** Who is shown it. Who may read it, the page and the API decide. */
  readonly roles: readonly Role[]
  /** Belongs to another place, and so stands below it in a menu and not in the bar. */
  readonly under?: `/${string}`
}

/** The place that a path is in. */
export function placeOf(places: readonly Place[], path: string): Place | undefined {
  return places.find(({ href }) => path === href || path.startsWith(`${href}/`))
}
