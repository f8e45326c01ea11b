import type { ClientStore } from '@tessera/persistence'

/** The clients' store, under a name that Nest can inject. */
export abstract class Clients implements ClientStore {
  abstract find: ClientStore['find']
  abstract read: ClientStore['read']
  abstract list: ClientStore['list']
  abstract create: ClientStore['create']
  abstract change: ClientStore['change']
  abstract rotateSecret: ClientStore['rotateSecret']
  abstract authenticate: ClientStore['authenticate']
}
