import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Instant, Seconds } from '@tessera/core'

/** How long a proof may be made with a nonce. */
export const nonceLifetime: Seconds = 120
/** How far the clocks of two replicas may be apart: a nonce from further ahead is none of ours. */
export const replicaSkew: Seconds = 30

const timeLength = 6
const macLength = 18
/** 24 bytes are 32 characters without a remainder: each nonce has one spelling only. */
const pattern = new RegExp(`^[A-Za-z0-9_-]{${((timeLength + macLength) * 4) / 3}}$`)

/**
 * Nonces for proofs of possession (RFC 9449 §8): the time, and an HMAC-SHA-256 over it under a key that is derived from the master
 * secret. So every replica takes what any of them handed out, and none remembers any (docs/decisions/0040-dpop-nonces.md).
 */
export class Nonces {
  private readonly secret: Buffer

  constructor(masterSecret: KeyObject) {
    this.secret = Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), 'tessera dpop nonces v1', 32))
  }

  make(now: Instant): string {
    const nonce = Buffer.alloc(timeLength + macLength)
    nonce.writeUIntBE(now, 0, timeLength)
    this.macOf(nonce).copy(nonce, timeLength)
    return nonce.toString('base64url')
  }

  /** When a nonce was made; null for one that is not ours, or not of this time. Compares MACs in constant time. */
  timeOf(nonce: string, now: Instant): Instant | null {
    if (!pattern.test(nonce)) return null
    const bytes = Buffer.from(nonce, 'base64url')
    if (!timingSafeEqual(bytes.subarray(timeLength), this.macOf(bytes))) return null
    const madeAt = bytes.readUIntBE(0, timeLength)
    return madeAt > now - nonceLifetime * 1000 && madeAt <= now + replicaSkew * 1000 ? madeAt : null
  }

  private macOf(nonce: Buffer): Buffer {
    return createHmac('sha256', this.secret).update(nonce.subarray(0, timeLength)).digest().subarray(0, macLength)
  }
}
