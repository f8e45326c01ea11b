import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '../database.js'
import { alone } from './alone.js'
import { walkThrough } from './walk.js'
import { type RetentionPeriods, walks } from './what-is-over.js'

export type { RetentionPeriods } from './what-is-over.js'

/** How many rows were removed from each table; a table that lost none is left out. */
export type Removed = Readonly<Record<string, number>>

/** Removes what is past its time. */
export type RetentionStore = ReturnType<typeof retentionStore>

/**
 * @param absoluteLifetime seconds: the platform's, for clients without their own
 * @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts
 */
export function retentionStore(
  { direct }: Pick<Database, 'direct'>,
  periods: RetentionPeriods,
  absoluteLifetime: number,
  clockOffset: () => number = () => 0,
) {
  return {
    /**
     * Goes once through everything that has its time, in small batches with pauses between them. Ended early, it leaves the rest to the next.
     *
     * @returns `elsewhere` when another process is at it
     * @throws when the database has trouble with a table, once the others are gone through; what was removed stays removed
     */
    removeWhatIsOver: (signal: AbortSignal): Promise<Removed | 'elsewhere'> =>
      alone(direct, async (connection) => {
        const settings = { periods, absoluteLifetime, clockOffset, signal, rest: (pause: number) => restFor(pause, signal) }
        const removed: Record<string, number> = {}
        const faults = new Map<string, unknown>()
        for (const walk of walks) {
          try {
            const rows = await walkThrough(connection, walk, settings)
            if (rows > 0) removed[walk.table] = rows
          } catch (fault) {
            faults.set(walk.table, fault)
          }
        }
        const [cause] = faults.values()
        if (faults.size > 0) throw new Error(`not gone through to the end: ${[...faults.keys()].join(', ')}`, { cause })
        return removed
      }),
  }
}

function restFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return wait(milliseconds, undefined, { signal }).catch(() => undefined)
}
