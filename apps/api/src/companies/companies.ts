import type { CompanyStore } from '@tessera/persistence'

/** The companies' store, under a name that Nest can inject. */
export abstract class Companies implements CompanyStore {
  abstract list: CompanyStore['list']
  abstract find: CompanyStore['find']
  abstract create: CompanyStore['create']
  abstract rename: CompanyStore['rename']
}
