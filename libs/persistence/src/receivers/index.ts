import type { Seconds } from '@tessera/core'
import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { addressReceiver } from './addressed.js'
import { changeReceiver, type JudgeReceiver } from './change.js'
import { claimReceiver, type DueDelivery, type HeldReceiver } from './claim.js'
import { createReceiver, type NewReceiver, type SealedForReceiver } from './create.js'
import { type DeliveryQuery, listDeliveries } from './deliveries.js'
import { fanOut } from './fan-out.js'
import { findReceiver } from './find.js'
import { listReceivers, type ReceiverQuery } from './list.js'
import type { ReceiverActor } from './log.js'
import { acknowledge, type Acknowledged, pollDeliveries } from './poll.js'
import { redeliver } from './redeliver.js'
import { removeReceiver } from './remove.js'
import { rotateReceiverSecret } from './rotate-secret.js'
import { type DeliveryOutcome, type ReceiverOutcome, releaseReceiver, settleDelivery } from './settle.js'
import { nextDeliveryId, writeTest } from './test-delivery.js'

export type { AddressedReceiver } from './addressed.js'
export type { JudgeReceiver, ReceiverChange, ReceiverState } from './change.js'
export { deliveriesAtOnce, type DueDelivery, type HeldReceiver, holdSeconds } from './claim.js'
export { mostReceivers, type NewReceiver, type ReceiverCreation, type SealedForReceiver } from './create.js'
export type { DeliveryPage, DeliveryQuery, DeliveryState, StoredDelivery } from './deliveries.js'
export type { FannedOut } from './fan-out.js'
export type { ReceiverPage, ReceiverQuery } from './list.js'
export type { ReceiverActor } from './log.js'
export type { Acknowledged, PolledPage } from './poll.js'
export type { DeliveryOutcome, ReceiverOutcome } from './settle.js'
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

    deliveries: (query: DeliveryQuery) => listDeliveries(ground, query),
    redeliver: (id: string, delivery: number, reach: Reach, actor: ReceiverActor) => redeliver(ground, id, delivery, reach, actor),
    address: (id: string, reach: Reach) => addressReceiver(ground, id, reach),
    nextDeliveryId: () => nextDeliveryId(ground),
    writeTest: (
      id: string,
      delivery: number,
      outcome: Exclude<DeliveryOutcome, { outcome: 'later' }> | null,
      reach: Reach,
      actor: ReceiverActor,
    ) => writeTest(ground, id, delivery, outcome, reach, actor),

    acknowledge: (id: string, acknowledged: Acknowledged) => acknowledge(ground, id, acknowledged),
    poll: (id: string, companyId: number | null, limit: number) => pollDeliveries(ground, id, companyId, limit),

    fanOut: () => fanOut(ground),
    claim: () => claimReceiver(ground),
    settle: (delivery: Pick<DueDelivery, 'id' | 'attempts'>, outcome: DeliveryOutcome) => settleDelivery(ground, delivery, outcome),
    release: (receiver: Pick<HeldReceiver, 'id' | 'companyId' | 'heldUntil'>, outcome: ReceiverOutcome) =>
      releaseReceiver(ground, receiver, outcome),
  }
}
