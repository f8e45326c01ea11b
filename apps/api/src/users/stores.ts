import type { UserStore } from '@tessera/persistence'

/** The accounts, under a name that Nest can inject. */
export abstract class Users implements UserStore {
  abstract findForLogin: UserStore['findForLogin']
  abstract findWithPassword: UserStore['findWithPassword']
  abstract find: UserStore['find']
  abstract findAdministered: UserStore['findAdministered']
  abstract list: UserStore['list']
  abstract events: UserStore['events']
  abstract create: UserStore['create']
  abstract change: UserStore['change']
  abstract remove: UserStore['remove']
  abstract inviteAgain: UserStore['inviteAgain']
  abstract forceReset: UserStore['forceReset']
  abstract takeSecondFactor: UserStore['takeSecondFactor']
  abstract eraseTracesOf: UserStore['eraseTracesOf']
  abstract usersToErase: UserStore['usersToErase']
  abstract finishErasing: UserStore['finishErasing']
  abstract hasOwner: UserStore['hasOwner']
  abstract createFirstOwner: UserStore['createFirstOwner']
}
