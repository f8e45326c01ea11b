import { isOutOfTime } from './contention.js'

/** How many rows match a search, as far as they were counted. */
export interface Counted {
  readonly count: number
  /** There may be more. */
  readonly countCapped: boolean
}

/**
 * A count that runs beside the reading of its page. It does not take the page with it where it runs into the deadline of a statement: how many there are
 * is then not known, but for those that were found. Every other fault of it is the page's.
 *
 * @returns asked with how many the page found, which may be further than the count came; it is awaited last
 */
export function countBeside(counting: Promise<Counted>): (found: number) => Promise<Counted> {
  const counted = counting.catch((fault: unknown) => {
    if (isOutOfTime(fault)) return { count: 0, countCapped: true }
    throw fault
  })
  // Until somebody asks, its fault must not count as unhandled.
  counted.catch(() => undefined)
  return async (found) => {
    const { count, countCapped } = await counted
    return { count: Math.max(found, count), countCapped }
  }
}
