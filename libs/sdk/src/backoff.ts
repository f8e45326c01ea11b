import type { ProblemError, UnreachableError } from './faults.js'

const longestBackoff = 30_000
/** However long a server, or a proxy before it, asks to wait. */
const longestRetryAfter = 300_000

export interface Backoff {
  /** Throws the last fault again while it is too early for another attempt. */
  check(): void
  faulted(fault: ProblemError | UnreachableError): void
  succeeded(): void
}

/**
 * Spaces out attempts that keep failing. After the first fault the next attempt may follow at once; after the second it waits for
 * about a second, then about twice as long each time, up to half a minute. Half of each wait is drawn by lot, so that a thousand
 * clients do not come back in one moment. A Retry-After is waited for, after the first fault too.
 *
 * While this machine knows that it is offline, faults are no burden to anybody: they do not count, and whoever comes back is not made to wait.
 */
export function backoff(now: () => number, isOffline: () => boolean = offline): Backoff {
  let faults = 0
  let since = 0
  let wait = 0
  let last: unknown

  return {
    check() {
      // Elapsed, and not a point in time: after a clock was set back, that point could be hours away.
      const elapsed = now() - since
      if (elapsed >= 0 && elapsed < wait) throw last
    },
    faulted(fault) {
      if (isOffline()) return
      faults += 1
      last = fault
      since = now()
      wait = waitAfter(faults, fault.retryAfter)
    },
    succeeded() {
      faults = 0
      wait = 0
    },
  }
}

/** Milliseconds to wait after so many faults in a row, when the last one asked for so many seconds. */
export function waitAfter(faults: number, retryAfter: number | null): number {
  const own = faults === 1 ? 0 : Math.min(longestBackoff, 1000 * 2 ** (faults - 2))
  const asked = Math.min(longestRetryAfter, (retryAfter ?? 0) * 1000)
  return Math.max(asked, own * (0.5 + Math.random() / 2))
}

function offline(): boolean {
  return globalThis.navigator?.onLine === false
}
