import type { Policy } from '@tessera/core'
import type { Database } from '../database.js'
import type { Ground } from '../sessions/ground.js'
import { type Additions, addTallies } from './add.js'
import { readAlarms } from './alarms.js'
import { countEvents, markLog } from './count-events.js'
import { countLive } from './count-live.js'
import { makeNotes } from './kinds.js'
import { readTallies, type Stretch } from './read.js'

export type { Additions } from './add.js'
export type { Alarms } from './alarms.js'
export { lastDay } from './kinds.js'
export type { LogMark } from './count-events.js'
export type { Point, Stretch, Tallied } from './read.js'

/** The counters behind the overview: nothing of it scans the sessions. */
export type TallyStore = ReturnType<typeof tallyStore>

/**
 * @param defaults the platform's policy, by which sessions live
 * @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts
 */
export function tallyStore({ pool }: Pick<Database, 'pool'>, defaults: Policy, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, defaults, clockOffset }
  return {
    /** Makes what the counting remembers, unless it is there: what is logged from then on is counted. */
    begin: async () => void (await pool.query(makeNotes)),
    add: (counted: Additions) => addTallies(ground, counted),
    markLog: () => markLog(ground),
    countEvents: (upTo: number) => countEvents(ground, upTo),
    countLive: () => countLive(ground),
    read: (stretch: Stretch, companyId?: number) => readTallies(ground, stretch, companyId),
    alarms: (companyId?: number) => readAlarms(ground, companyId),
  }
}
