import { ActionCounters } from './action-counters.js'
import { bounds, type Bounds } from './bounds.js'
import type { CounterFactory } from './counter.js'
import type { TooManyAttempts } from './too-many-attempts.js'

/**
 * Slows guessing down, and locks no owner out (docs/decisions/0031-limits.md): whoever guesses at an account uses up their own
 * network's attempts on it; and when an account is guessed at from many networks, a network that has not failed on it still has one
 * attempt.
 */
export class LoginLimits {
  private readonly counters: ActionCounters

  /** @param on false lets everything through (`RATE_LIMITS=off`) */
  constructor(
    private readonly on: boolean,
    counterOf: CounterFactory,
    limits: Bounds = bounds.log_in,
  ) {
    this.counters = new ActionCounters('log_in', limits, counterOf)
  }

  /**
   * Runs one attempt, if it may be made. It counts as failed from its beginning, or a hundred at once would all be let through; a success
   * gives the count back, and so does a fault, which says nothing about the password.
   *
   * @param email as the contract normalises it
   * @returns what the attempt returned; or, when it was not made, why
   */
  async attempt<T>(
    email: string,
    ip: string | null,
    logIn: () => Promise<T>,
    succeeded: (answer: T) => boolean,
  ): Promise<T | TooManyAttempts> {
    if (!this.on) return logIn()
    const { tooMany } = await this.counters.spend(email, ip)
    if (tooMany) return tooMany
    try {
      const answer = await logIn()
      if (succeeded(answer)) await this.counters.forgive(email, ip)
      return answer
    } catch (fault) {
      await this.counters.takeBack(email, ip)
      throw fault
    }
  }
}
