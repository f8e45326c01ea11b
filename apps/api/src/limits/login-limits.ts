import type { ShownDevice } from '../known-devices/device-seal.js'
import { ActionCounters, NamedCounter } from './action-counters.js'
import { type Bound, bounds, type Bounds, knownDeviceBound } from './bounds.js'
import type { CounterFactory } from './counter.js'
import type { TooManyAttempts } from './too-many-attempts.js'

/** Looks whether an account was logged in from a device before: the device's name in the counts, or null. */
export type Recognise = (email: string, device: ShownDevice) => Promise<string | null>

/**
 * Slows guessing down, and locks no owner out (docs/decisions/0031-limits.md): whoever guesses at an account uses up their own
 * network's attempts on it; when an account is guessed at from many networks, a network that has not failed on it still has one
 * attempt, and a device that was in before has its own.
 */
export class LoginLimits {
  private readonly counters: ActionCounters
  private readonly knownDevice: NamedCounter

  /** @param on false lets everything through (`RATE_LIMITS=off`) */
  constructor(
    private readonly on: boolean,
    counterOf: CounterFactory,
    private readonly recognise: Recognise,
    limits: Bounds = bounds.log_in,
    ofKnownDevice: Bound = knownDeviceBound,
  ) {
    this.counters = new ActionCounters('log_in', limits, counterOf)
    this.knownDevice = new NamedCounter('log-in-known-device', ofKnownDevice, counterOf)
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
    from: ShownDevice,
    logIn: () => Promise<T>,
    succeeded: (answer: T) => boolean,
  ): Promise<T | TooManyAttempts> {
    if (!this.on) return logIn()
    const { ip } = from
    const spent = await this.counters.spend(email, ip)
    let device: string | null = null
    if (spent.tooMany) {
      // What one network may do at all is nobody else's doing, and costs no look at the database.
      if (spent.at === 'site' || spent.at === 'network') return spent.tooMany
      device = await this.recognise(email, from)
      const refusal = device === null ? spent.tooMany : this.knownDevice.refusalOf(await this.knownDevice.spend(device))
      if (refusal) return refusal
    }
    try {
      const answer = await logIn()
      if (succeeded(answer)) {
        await this.counters.forgive(email, ip)
        if (device !== null) await this.knownDevice.forget(device)
      }
      return answer
    } catch (fault) {
      if (device === null) await this.counters.takeBack(email, ip)
      else await this.knownDevice.giveBack(device, 1)
      throw fault
    }
  }
}
