import type { Database } from '../database.js'
import type { QueuedMail } from '../mails/queued-mail.js'
import type { Reach } from '../sessions/index.js'
import { changeUser, type UserChange } from './change.js'
import { createFirstOwner, createUser, type NewUser } from './create.js'
import { eraseTracesOf, finishErasing, usersToErase } from './erase.js'
import { eventsOf } from './events.js'
import { findAdministered, findForLogin, findUser, findWithPassword, hasOwner } from './find.js'
import { listUsers, type UserQuery } from './list.js'
import type { Administering } from './locked.js'
import { forceReset, inviteAgain, type MakeLink } from './new-link.js'
import { removeUser } from './remove.js'
import { takeSecondFactor } from './take-second-factor.js'

export type { ChangeRefusal, UserChange } from './change.js'
export type { Created, Invitation, NewUser } from './create.js'
export type { UserPage, UserQuery, UserSearch } from './list.js'
export type { Administering, AdministeringRefusal } from './locked.js'
export type { MailedLink, MakeLink } from './new-link.js'
export type { RemovalRefusal } from './remove.js'
export type { AdministeredUser, LoginCandidate, StoredUser, UserState } from './stored-user.js'

/** The verbs of the accounts' store. Each is one file beside this one, with its promise. Every change is logged in the same transaction. */
export type UserStore = ReturnType<typeof userStore>

export function userStore({ pool }: Pick<Database, 'pool'>) {
  return {
    findForLogin: (email: string) => findForLogin(pool, email),
    findWithPassword: (id: string) => findWithPassword(pool, id),
    find: (id: string) => findUser(pool, id),
    findAdministered: (id: string, reach: Reach) => findAdministered(pool, id, reach),
    list: (query: UserQuery) => listUsers(pool, query),
    events: (id: string, reach: Reach, limit: number, after?: number) => eventsOf(pool, id, reach, limit, after),
    create: (user: NewUser) => createUser(pool, user),
    change: (administering: Administering, change: UserChange) => changeUser(pool, administering, change),
    remove: (administering: Administering) => removeUser(pool, administering),
    inviteAgain: (administering: Administering, make: MakeLink) => inviteAgain(pool, administering, make),
    forceReset: (administering: Administering, make: MakeLink) => forceReset(pool, administering, make),
    takeSecondFactor: (administering: Administering, make: (email: string) => QueuedMail) => takeSecondFactor(pool, administering, make),
    eraseTracesOf: (id: string) => eraseTracesOf(pool, id),
    usersToErase: () => usersToErase(pool),
    finishErasing: (id: string) => finishErasing(pool, id),
    hasOwner: () => hasOwner(pool),
    createFirstOwner: (make: () => Promise<NewUser>) => createFirstOwner(pool, make),
  }
}
