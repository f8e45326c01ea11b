import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'
import { BoundedQueue, type Bounds } from './bounded-queue.js'
import { beginningAt, defaultCost, type HashCost } from './cost.js'
import { matches } from './foreign-hashes.js'
import { normalised } from './normalised.js'

export { faultsOfPassword } from './faults.js'

/** A core is left to everybody who is not logging in: a flood of logins must not starve refreshes. Processes on one machine share the others. */
const boundsAmong = (processes: number): Bounds => ({
  atOnce: Math.max(1, Math.floor(Math.min(3 * processes, availableParallelism() - 1) / processes)),
  ...{ waiting: 100, wait: 3_000 },
})

/** Hashes passwords with argon2id, a bounded number at once. */
export class Passwords {
  private readonly queue: BoundedQueue
  private readonly make: (password: string | Buffer) => Promise<string>
  private readonly todays: string
  /** The hash of a password that nobody has. */
  private readonly nobodys: Promise<string>

  constructor(cost: HashCost = defaultCost, limits: Bounds = boundsAmong(1)) {
    this.queue = new BoundedQueue(limits)
    // The library's variant is argon2id unless told otherwise.
    const options = { memoryCost: cost.memory, timeCost: cost.passes, parallelism: cost.lanes }
    this.make = (password) => hash(password, options)
    this.todays = beginningAt(cost)
    this.nobodys = this.make(randomBytes(32))
  }

  /** @param processes that share this machine */
  static of(processes: number, cost: HashCost): Passwords {
    return new Passwords(cost, boundsAmong(processes))
  }

  /** Whether a password should be hashed anew when it is next shown: its hash has another cost than today's, or is another system's. */
  isOutdated(stored: string): boolean {
    return !stored.startsWith(this.todays)
  }

  /** Hashes that wait for their turn. */
  get waiting(): number {
    return this.queue.waiting
  }

  /** @throws TooBusy when too many are being hashed */
  hash(password: string): Promise<string> {
    return this.queue.run(() => this.make(normalised(password)))
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
