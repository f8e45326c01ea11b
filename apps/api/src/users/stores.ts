import type { UserStore } from '@tessera/persistence'

/** The accounts, under a name that Nest can inject. */
export abstract class Users implements UserStore {
  abstract findForLogin: UserStore['findForLogin']
  abstract findWithPassword: UserStore['findWithPassword']
  abstract find: UserStore['find']
  abstract create: UserStore['create']
  abstract hasOwner: UserStore['hasOwner']
  abstract createFirstOwner: UserStore['createFirstOwner']
}
