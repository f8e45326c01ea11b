import type { TallyStore } from '@tessera/persistence'

/** The counters' store, under a name that Nest can inject. */
export abstract class StoredTallies implements TallyStore {
  abstract begin: TallyStore['begin']
  abstract add: TallyStore['add']
  abstract markLog: TallyStore['markLog']
  abstract countEvents: TallyStore['countEvents']
  abstract countLive: TallyStore['countLive']
  abstract read: TallyStore['read']
  abstract alarms: TallyStore['alarms']
}
