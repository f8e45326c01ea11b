import { Injectable } from '@nestjs/common'
import { BoundedQueue, TooBusy } from '../passwords/bounded-queue.js'

/** Searches of one process at once: each has a connection for three seconds and up to a hundred thousand rows in memory. */
const atOnce = 3
/** Of one account: so that whoever asks for many leaves others their turn. */
const ofAccount = 2

/** The searches for the sessions that a revocation is about. So many at once and no more: refreshes need the connections. */
@Injectable()
export class RevocationSearches {
  private readonly queue = new BoundedQueue({ atOnce, waiting: 20, wait: 1500 })
  private readonly running = new Map<string, number>()

  /** @throws TooBusy when there are too many already: of this account, or of all */
  async run<T>(account: string, search: () => Promise<T>): Promise<T> {
    const others = this.running.get(account) ?? 0
    if (others >= ofAccount) throw new TooBusy('This account has too many searches under way.')
    this.running.set(account, others + 1)
    try {
      return await this.queue.run(search)
    } finally {
      const left = (this.running.get(account) ?? 1) - 1
      if (left === 0) this.running.delete(account)
      else this.running.set(account, left)
    }
  }
}
