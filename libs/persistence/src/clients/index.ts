import type { Seconds } from '@tessera/core'
import type { Database } from '../database.js'
import { changeClient, type JudgeChange } from './change.js'
import { createClient, type NewClient } from './create.js'
import { authenticateClient, findClient } from './find.js'
import type { Ground } from '../ground.js'
import { type ClientsWanted, listClients } from './list.js'
import { detailOf } from './locked.js'
import type { Actor } from './log.js'
import { rotateClientSecret } from './rotate-secret.js'

export type { ClientChange, ClientState, JudgeChange } from './change.js'
export type { NewClient } from './create.js'
export type { FoundClient } from './find.js'
export type { ClientPage, ClientsWanted } from './list.js'
export type { Actor } from './log.js'
export type { ClientDetail, ClientGrant, ClientRules, ListedSecret, StoredClient } from './stored-client.js'

/** The public client of logins that name none. */
export const builtInClient = 'tessera'

/** The public client of our own console: without it, nobody could administer the platform. */
export const consoleClient = 'tessera-console'

/** The verbs of the clients' store. Each is one file beside this one, with its promise. */
export type ClientStore = ReturnType<typeof clientStore>

/** The clients of one database. `clockOffset` (milliseconds, for tests) moves the database's clock. */
export function clientStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    /** The client as serving it needs it; null when there is none. */
    find: (id: string) => findClient(ground, id),
    /** The client as an administrator sees it; null when there is none. */
    read: (id: string) => detailOf(pool, id),
    list: (wanted: ClientsWanted) => listClients(ground, wanted),
    create: (client: NewClient, actor: Actor) => createClient(ground, client, actor),
    change: <Refusal>(id: string, judge: JudgeChange<Refusal>, actor: Actor) => changeClient(ground, id, judge, actor),
    rotateSecret: (id: string, hash: Buffer, overlap: Seconds, actor: Actor) => rotateClientSecret(ground, id, hash, overlap, actor),
    authenticate: (id: string, secretHash: Buffer) => authenticateClient(ground, id, secretHash),
  }
}
