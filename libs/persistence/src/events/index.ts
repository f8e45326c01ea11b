import type { Database } from '../database.js'
import { entriesAfter, newestIds } from './fresh.js'
import { everyEvent, listEvents } from './list.js'
import { type Deed, logDeed } from './log.js'
import type { EventFilters, EventQuery } from './query.js'

export type { LogEntry, Named } from './entry.js'
export type { FreshEntry } from './fresh.js'
export type { EventPage } from './list.js'
export type { Deed } from './log.js'
export type { EventFilters, EventQuery, EventSearch } from './query.js'

/** The verbs of the event log for those who read it. What happens is written to it by whatever makes it happen, in the same statement. */
export type EventStore = ReturnType<typeof eventStore>

export function eventStore({ pool }: Pick<Database, 'pool'>) {
  return {
    list: (query: EventQuery) => listEvents(pool, query),
    every: (filters: EventFilters) => everyEvent(pool, filters),
    log: (deed: Deed) => logDeed(pool, deed),
    after: (id: number, atMost: number) => entriesAfter(pool, id, atMost),
    newestIds: (atMost: number) => newestIds(pool, atMost),
  }
}
