/**
 * By which instant everything is known, by a clock of this machine that only moves forward.
 *
 * What the platform answers is at least as new as the question: that needs no comparison of two clocks. A page that comes unasked says only
 * the platform's time. How much later that is than in the last answer is how much more is known, if the page did not lie about on its way:
 * a proxy may hold it back for any time.
 */
export class Freshness {
  private known = -Infinity
  private answer: { readonly askedAt: number; readonly asOf: number } | undefined

  /** @param now milliseconds, never less than before */
  constructor(private readonly now: () => number) {}

  /** @param askedAt by this clock @param asOf the platform's time, in milliseconds */
  answered(askedAt: number, asOf: number): void {
    const since = this.since(asOf)
    // The platform waited before it answered: by an earlier answer, more is known.
    if (since > askedAt && since <= this.now()) this.known = Math.max(this.known, since)
    else {
      this.answer = { askedAt, asOf }
      this.known = Math.max(this.known, askedAt)
    }
  }

  /** A page has come unasked. */
  heard(asOf: number): void {
    this.known = Math.max(this.known, Math.min(this.since(asOf), this.now()))
  }

  private since(asOf: number): number {
    return this.answer ? this.answer.askedAt + (asOf - this.answer.asOf) : -Infinity
  }

  /** For how many milliseconds it has not been known what was revoked. Infinity: it never was. */
  get staleness(): number {
    return this.now() - this.known
  }
}

/** Beyond this the two clocks do not only tick differently. In milliseconds. */
const leap = 1000

/**
 * A clock that never goes back, in milliseconds since any time. A machine that slept may have stopped its steady clock meanwhile, and one
 * whose time was set may go back by the other: this goes on with whichever is ahead.
 */
export function steadyClock(wall: () => number = Date.now, steady: () => number = () => performance.now()): () => number {
  let ahead = wall() - steady()
  return () => {
    const now = steady() + ahead
    const missed = wall() - now
    if (missed <= leap) return now
    ahead += missed
    return now + missed
  }
}
