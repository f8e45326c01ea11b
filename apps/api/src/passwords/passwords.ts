import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'
import { BoundedQueue, type Bounds } from './bounded-queue.js'
import { cost } from './cost.js'
import { matches } from './foreign-hashes.js'
import { normalised } from './normalised.js'

export { needsRehash } from './cost.js'
export { faultsOfPassword } from './faults.js'

/** A core is left to everybody who is not logging in: a flood of logins must not starve refreshes. Processes on one machine share the others. */
const boundsAmong = (processes: number): Bounds => ({
  atOnce: Math.max(1, Math.floor(Math.min(3 * processes, availableParallelism() - 1) / processes)),
  ...{ waiting: 100, wait: 3_000 },
})

/** Hashes passwords with argon2id, a bounded number at once. */
export class Passwords {
  private readonly queue: BoundedQueue
  /** The hash of a password that nobody has. */
  private readonly nobodys = hash(randomBytes(32), cost)

  constructor(limits: Bounds = boundsAmong(1)) {
    this.queue = new BoundedQueue(limits)
  }

  /** @param processes that share this machine */
  static of(processes: number): Passwords {
    return new Passwords(boundsAmong(processes))
  }

  /** Hashes that wait for their turn. */
  get waiting(): number {
    return this.queue.waiting
  }

  /** @throws TooBusy when too many are being hashed */
  hash(password: string): Promise<string> {
    return this.queue.run(() => hash(normalised(password), cost))
  }

  /**
   * Whether this is the password. Without a hash, for an account that does not exist, the same work is done and the answer is no, so that
   * the time does not tell which accounts exist.
   *
   * @throws TooBusy when too many are being hashed
   */
  verify(stored: string | null, password: string): Promise<boolean> {
    return this.queue.run(async () => {
      const isRight = await matches(stored ?? (await this.nobodys), password)
      return isRight && stored !== null
    })
  }
}
