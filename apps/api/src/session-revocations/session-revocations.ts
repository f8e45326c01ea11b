import type { SessionRevocationStore } from '@tessera/persistence'

/** The store of revocations of many sessions, under a name that Nest can inject. */
export abstract class SessionRevocations implements SessionRevocationStore {
  abstract preview: SessionRevocationStore['preview']
  abstract gather: SessionRevocationStore['gather']
  abstract create: SessionRevocationStore['create']
  abstract list: SessionRevocationStore['list']
  abstract find: SessionRevocationStore['find']
  abstract stop: SessionRevocationStore['stop']
  abstract claim: SessionRevocationStore['claim']
  abstract advance: SessionRevocationStore['advance']
  abstract release: SessionRevocationStore['release']
}
