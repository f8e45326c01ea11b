import { Injectable } from '@nestjs/common'
import type { FollowerReport } from '@tessera/persistence'
import { RevocationFeed } from './revocation-feed.js'

export type Recorded = 'recorded' | 'too_many_followers'

interface Waiting {
  report: FollowerReport
  readonly settled: { resolve(recorded: Recorded): void; reject(fault: unknown): void }[]
}

/**
 * Records how far followers are. A thousand of them report within seconds: what comes while one statement is under way is written by the next,
 * all of it together, and each is answered when theirs is.
 */
@Injectable()
export class ReportPosition {
  private waiting = new Map<string, Waiting>()
  private writing: Promise<void> | undefined

  constructor(private readonly feed: RevocationFeed) {}

  report(report: FollowerReport): Promise<Recorded> {
    return new Promise((resolve, reject) => {
      const key = keyOf(report)
      const waiting = this.waiting.get(key) ?? { report, settled: [] }
      waiting.report = report
      waiting.settled.push({ resolve, reject })
      this.waiting.set(key, waiting)
      this.writing ??= this.writeAll().finally(() => (this.writing = undefined))
    })
  }

  /** Never rejects: whoever waits is told. */
  private async writeAll(): Promise<void> {
    while (this.waiting.size > 0) {
      const batch = this.waiting
      this.waiting = new Map()
      try {
        const recorded = new Set((await this.feed.report([...batch.values()].map(({ report }) => report))).map(keyOf))
        for (const [key, { settled }] of batch) {
          for (const { resolve } of settled) resolve(recorded.has(key) ? 'recorded' : 'too_many_followers')
        }
      } catch (fault) {
        for (const { settled } of batch.values()) for (const { reject } of settled) reject(fault)
      }
    }
  }
}

function keyOf({ apiKeyId, name }: Pick<FollowerReport, 'apiKeyId' | 'name'>): string {
  return `${apiKeyId} ${name}`
}
