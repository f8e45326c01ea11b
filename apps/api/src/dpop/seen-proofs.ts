import type { Instant } from '@tessera/core'
import { nonceLifetime, replicaSkew } from './nonces.js'

/** About 20 MB. A thousand new proofs a second fill it before the oldest would be forgotten anyway. */
const defaultCapacity = 150_000

/**
 * The proofs that this process has taken while their nonces live (RFC 9449 §11.1). Beyond its capacity it forgets the oldest: refusing
 * new ones would let a flood of somebody's own proofs keep everybody out.
 */
export class SeenProofs {
  /** Until when each must be remembered, oldest first. */
  private readonly seen = new Map<string, Instant>()

  constructor(private readonly capacity = defaultCapacity) {}

  /** Whether this is the first time here; from now on it is not. */
  isFirst(digest: Buffer, now: Instant): boolean {
    const name = digest.toString('base64url')
    if ((this.seen.get(name) ?? -Infinity) > now) return false
    this.makeRoom(now)
    this.seen.set(name, now + (nonceLifetime + replicaSkew) * 1000)
    return true
  }

  get size(): number {
    return this.seen.size
  }

  private makeRoom(now: Instant): void {
    for (const [name, until] of this.seen) {
      if (until > now && this.seen.size < this.capacity) return
      this.seen.delete(name)
    }
  }
}
