import type { KeyObject } from 'node:crypto'
import { Sealing } from '../sealing/sealing.js'

/** What is kept of a receiver that nobody may read: what its webhooks are signed with, and what it asks for as `Authorization`. */
type Kept = 'secret' | 'authorization'

/** Seals the secrets of receivers, each bound to its receiver and its use. */
export class ReceiverSeal {
  private readonly sealing: Sealing

  constructor(masterSecret: KeyObject) {
    this.sealing = new Sealing(masterSecret, 'tessera receivers v1')
  }

  seal(kept: Kept, receiverId: string, plain: string): Uint8Array<ArrayBuffer> {
    return this.sealing.seal(plain, `${kept} ${receiverId}`)
  }

  /** @throws when it was sealed under another master secret, for something else, or altered */
  open(kept: Kept, receiverId: string, sealed: Uint8Array): string {
    return this.sealing.open(sealed, `${kept} ${receiverId}`).toString()
  }
}
