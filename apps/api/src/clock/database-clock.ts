import type { OnModuleInit, OnModuleDestroy } from '@nestjs/common'
import type { Instant } from '@tessera/core'
import type { Database } from '@tessera/persistence'

/** Milliseconds between two looks at the database's clock: for so long at most it is not known to have been set. */
const lookEvery = 10_000

/**
 * The database's time where there is no statement to read it in: what has passed on this machine, and how far the database is from that. This
 * machine's own clock may be wrong, and be set, without a difference. Seen at the start and every ten seconds; while the database is away, what was
 * seen last holds.
 */
export class DatabaseClock implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private ahead = 0

  /** @param passed milliseconds from whatever beginning, which only grow */
  private constructor(
    private readonly database: Pick<Database, 'now'>,
    private readonly passed: () => number,
  ) {}

  /** @throws when the database cannot answer */
  static async open(database: Pick<Database, 'now'>, passed: () => number = () => performance.now()): Promise<DatabaseClock> {
    const clock = new DatabaseClock(database, passed)
    await clock.look()
    return clock
  }

  readonly now = (): Instant => Math.floor(this.passed() + this.ahead)

  onModuleInit(): void {
    // Readiness tells when the database is away.
    this.timer = setInterval(() => void this.look().catch(() => undefined), lookEvery).unref()
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  private async look(): Promise<void> {
    const then = await this.database.now()
    // As if the answer had taken no time, so this clock is never ahead: one that is makes recorded proofs look new. In the middle of
    // the round trip it would be, by half of what the statement waited for a connection.
    this.ahead = then - this.passed()
  }
}
