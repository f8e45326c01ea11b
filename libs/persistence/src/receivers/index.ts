import type { Seconds } from '@tessera/core'
import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { changeReceiver, type JudgeReceiver } from './change.js'
import { createReceiver, type NewReceiver, type SealedForReceiver } from './create.js'
import { findReceiver } from './find.js'
import { listReceivers, type ReceiverQuery } from './list.js'
import type { ReceiverActor } from './log.js'
import { removeReceiver } from './remove.js'
import { rotateReceiverSecret } from './rotate-secret.js'

export type { JudgeReceiver, ReceiverChange, ReceiverState } from './change.js'
export { mostReceivers, type NewReceiver, type ReceiverCreation, type SealedForReceiver } from './create.js'
export type { ReceiverPage, ReceiverQuery } from './list.js'
export type { ReceiverActor } from './log.js'
export type { ReceiverForm, ReceiverRules, StoredReceiver } from './stored-receiver.js'

/** Addresses that are told what happens. Each verb is one file beside this one, with its promise. */
export type ReceiverStore = ReturnType<typeof receiverStore>

/** @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts */
export function receiverStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    create: (receiver: NewReceiver, sealedFor: (id: string) => SealedForReceiver, actor: ReceiverActor) =>
      createReceiver(ground, receiver, sealedFor, actor),
    find: (id: string, reach: Reach) => findReceiver(ground, id, reach),
    list: (query: ReceiverQuery) => listReceivers(ground, query),
    change: <Refusal>(id: string, judge: JudgeReceiver<Refusal>, reach: Reach, actor: ReceiverActor) =>
      changeReceiver(ground, id, judge, reach, actor),
    remove: (id: string, reach: Reach, actor: ReceiverActor) => removeReceiver(ground, id, reach, actor),
    rotateSecret: (id: string, sealedSecret: Uint8Array, formerLives: Seconds, reach: Reach, actor: ReceiverActor) =>
      rotateReceiverSecret(ground, id, sealedSecret, formerLives, reach, actor),
  }
}
