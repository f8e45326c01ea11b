import type { SessionStore } from '@tessera/persistence'

/** The session store, under a name that Nest can inject. */
export abstract class Sessions implements SessionStore {
  abstract start: SessionStore['start']
  abstract refresh: SessionStore['refresh']
  abstract end: SessionStore['end']
  abstract endAll: SessionStore['endAll']
  abstract read: SessionStore['read']
  abstract list: SessionStore['list']
  abstract matching: SessionStore['matching']
  abstract every: SessionStore['every']
  abstract previewPolicy: SessionStore['previewPolicy']
  abstract find: SessionStore['find']
  abstract history: SessionStore['history']
}
