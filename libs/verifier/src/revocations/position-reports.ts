/** Milliseconds. The platform takes a follower for silent that has not reported for several of the regular ones. */
const regularly = 10_000
const afterRevocation = 1000
const atLeastBetween = 3000

/**
 * Says when a follower should report its position: soon after it honours a revocation, so that an administrator sees it, and regularly besides.
 * A thousand followers do not do so in the same instant.
 */
export class PositionReports {
  private timer: ReturnType<typeof setTimeout> | undefined
  private due = Infinity
  private reportedAt = -Infinity

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
    if (this.due === Infinity) this.at(this.now() + Math.random() * afterRevocation + (this.reportedAt === -Infinity ? 0 : regularly))
    if (!somethingWasRevoked) return
    const soon = Math.max(this.now() + Math.random() * afterRevocation, this.reportedAt + atLeastBetween)
    if (soon < this.due) this.at(soon)
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
