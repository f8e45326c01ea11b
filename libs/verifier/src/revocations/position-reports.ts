/** Milliseconds. The platform takes a follower for silent that has not reported for several of the regular ones. */
const regularly = 10_000
/** By then there is a page that was made a second after the revocation: whoever compares times can tell that it was read. */
const afterRevocation = 2000
const spread = 1000
const atLeastBetween = 3000

/**
 * Says when a follower should report its position: soon after it honours a revocation, so that an administrator sees it, and regularly besides.
 * A thousand followers do not do so in the same instant.
 */
export class PositionReports {
  private timer: ReturnType<typeof setTimeout> | undefined
  private due = Infinity
  private reportedAt = -Infinity
  private revokedAt = -Infinity

  /**
   * @param report never rejects
   * @param now milliseconds, never less than before
   */
  constructor(
    private readonly report: () => Promise<void>,
    private readonly now: () => number,
  ) {}

  /** Everything until some instant is honoured. */
  honoured(somethingWasRevoked: boolean): void {
    const now = this.now()
    if (somethingWasRevoked) this.revokedAt = now
    // One that was made just after a revocation does not tell of it yet.
    const isOwed = this.reportedAt < this.revokedAt + afterRevocation
    const soon = isOwed ? Math.max(this.revokedAt + afterRevocation, this.reportedAt + atLeastBetween) : Infinity
    const regular = this.reportedAt === -Infinity ? now : now + regularly
    const due = (this.due === Infinity ? Math.min(soon, regular) : soon) + Math.random() * spread
    if (due < this.due) this.at(due)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.at = () => undefined
  }

  private at(due: number): void {
    clearTimeout(this.timer)
    this.due = due
    this.timer = setTimeout(() => void this.send(), due - this.now())
  }

  private async send(): Promise<void> {
    this.reportedAt = this.now()
    await this.report()
    this.due = Infinity
  }
}
