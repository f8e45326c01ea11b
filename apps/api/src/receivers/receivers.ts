import type { ReceiverStore } from '@tessera/persistence'

/** The receivers' store, under a name that Nest can inject. */
export abstract class Receivers implements ReceiverStore {
  abstract create: ReceiverStore['create']
  abstract find: ReceiverStore['find']
  abstract list: ReceiverStore['list']
  abstract change: ReceiverStore['change']
  abstract remove: ReceiverStore['remove']
  abstract rotateSecret: ReceiverStore['rotateSecret']
  abstract deliveries: ReceiverStore['deliveries']
  abstract redeliver: ReceiverStore['redeliver']
  abstract address: ReceiverStore['address']
  abstract nextDeliveryId: ReceiverStore['nextDeliveryId']
  abstract writeTest: ReceiverStore['writeTest']
  abstract acknowledge: ReceiverStore['acknowledge']
  abstract poll: ReceiverStore['poll']
  abstract fanOut: ReceiverStore['fanOut']
  abstract claim: ReceiverStore['claim']
  abstract settle: ReceiverStore['settle']
  abstract release: ReceiverStore['release']
}
