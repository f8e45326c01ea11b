import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Instant, Seconds } from '@tessera/core'

/** How long a proof may be made with a nonce. */
export const nonceLifetime: Seconds = 120
/** How far the clocks of two replicas may be apart: a nonce from further ahead is none of ours. */
export const replicaSkew: Seconds = 30

const timeLength = 6
const tieLength = 12
const macLength = 18
const length = timeLength + tieLength + macLength
/** 36 bytes are 48 characters without a remainder: each nonce has one spelling only. */
const pattern = new RegExp(`^[A-Za-z0-9_-]{${(length * 4) / 3}}$`)

/**
 * Nonces for proofs of possession (RFC 9449 §8): the time, a tie to the refresh token that the nonce is for, and an HMAC-SHA-256 over
 * both. The keys are derived from the master secret, so every replica takes what any of them handed out, and none remembers any
 * (docs/decisions/0040-dpop-nonces.md). The tie is an HMAC too: a nonce tells nobody but us which token it is for.
 */
export class Nonces {
  private readonly secret: Buffer
  private readonly tieSecret: Buffer

  constructor(masterSecret: KeyObject) {
    const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), purpose, 32))
    this.secret = derived('tessera dpop nonces v1')
    this.tieSecret = derived('tessera dpop nonces v1: refresh token')
  }

  /** @param refreshToken the one that the next proof is to go with; null where there is none: such a nonce fits no refresh token */
  make(now: Instant, refreshToken: string | null): string {
    const nonce = Buffer.alloc(length)
    nonce.writeUIntBE(now, 0, timeLength)
    this.tieOf(nonce, refreshToken).copy(nonce, timeLength)
    this.macOf(nonce).copy(nonce, timeLength + tieLength)
    return nonce.toString('base64url')
  }

  /**
   * When a nonce was made; null for one that is not ours, or not of this time. Compares in constant time.
   *
   * @param refreshToken where given, a nonce that is not for this very token is null as well
   */
  timeOf(nonce: string, now: Instant, refreshToken?: string): Instant | null {
    if (!pattern.test(nonce)) return null
    const bytes = Buffer.from(nonce, 'base64url')
    if (!timingSafeEqual(bytes.subarray(timeLength + tieLength), this.macOf(bytes))) return null
    const tie = bytes.subarray(timeLength, timeLength + tieLength)
    if (refreshToken !== undefined && !timingSafeEqual(tie, this.tieOf(bytes, refreshToken))) return null
    const madeAt = bytes.readUIntBE(0, timeLength)
    return madeAt > now - nonceLifetime * 1000 && madeAt <= now + replicaSkew * 1000 ? madeAt : null
  }

  private tieOf(nonce: Buffer, refreshToken: string | null): Buffer {
    const tie = createHmac('sha256', this.tieSecret).update(nonce.subarray(0, timeLength))
    return tie
      .update(refreshToken ?? '')
      .digest()
      .subarray(0, tieLength)
  }

  private macOf(nonce: Buffer): Buffer {
    return createHmac('sha256', this.secret)
      .update(nonce.subarray(0, timeLength + tieLength))
      .digest()
      .subarray(0, macLength)
  }
}
