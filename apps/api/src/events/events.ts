import type { EventStore } from '@tessera/persistence'

/** The event log, under a name that Nest can inject. */
export abstract class Events implements EventStore {
  abstract list: EventStore['list']
  abstract every: EventStore['every']
  abstract log: EventStore['log']
  abstract after: EventStore['after']
  abstract newestIds: EventStore['newestIds']
}
