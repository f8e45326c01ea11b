/** Some 20 MB. Sixteen hundred new proofs a second fill it before the oldest would be forgotten anyway. */
const defaultCapacity = 100_000

/**
 * The proofs that came with requests that were let in, for as long as each could be shown again (RFC 9449 §11.1), by this process. Beyond
 * its capacity it forgets the oldest: refusing new ones would let a flood of somebody's own proofs keep everybody out.
 */
export class SeenProofs {
  /** Until when each must be remembered, in milliseconds, oldest first. */
  private readonly seen = new Map<string, number>()

  /** @param rememberFor milliseconds */
  constructor(
    private readonly rememberFor: number,
    private readonly capacity = defaultCapacity,
  ) {}

  /** Whether this is the first time here; from now on it is not. */
  isFirst({ thumbprint, jti }: { readonly thumbprint: string; readonly jti: string }, now: number): boolean {
    const name = `${thumbprint}.${jti}`
    if ((this.seen.get(name) ?? -Infinity) > now) return false
    for (const [old, until] of this.seen) {
      if (until > now && this.seen.size < this.capacity) break
      this.seen.delete(old)
    }
    this.seen.delete(name)
    this.seen.set(name, now + this.rememberFor)
    return true
  }
}
