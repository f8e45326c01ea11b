import { ActionCounters } from './action-counters.js'
import { bounds, type LimitedAction } from './bounds.js'
import type { CounterFactory } from './counter.js'
import { inMemory } from './memory-counter.js'
import type { TooManyAttempts } from './too-many-attempts.js'

/** Whose attempt it is, as far as anybody knows. */
export interface Attempted {
  /** The e-mail as the contract normalises it, or a user's or session's id: the same word at each attempt. Null where nobody is named. */
  readonly account: string | null
  readonly ip: string | null
}

/** The limits on every way in but the login, which has its own (`LoginLimits`). */
export abstract class Limits {
  /**
   * Counts an attempt, before it is made.
   *
   * @returns null: go on; else why not, for `tooManyRequests`
   */
  abstract spend(action: LimitedAction, of: Attempted): Promise<TooManyAttempts | null>
}

/** With `RATE_LIMITS=off`. */
export class NoLimits extends Limits {
  override spend(): Promise<null> {
    return Promise.resolve(null)
  }
}

/** The limits of the table (`bounds.ts`). */
export class CountedLimits extends Limits {
  private readonly counters: Readonly<Record<LimitedAction, ActionCounters>>

  /** @param counterOf for all but refreshes, which are counted in memory and wait for nobody */
  constructor(counterOf: CounterFactory) {
    super()
    const of = (action: LimitedAction, by = counterOf) => new ActionCounters(action, bounds[action], by)
    this.counters = {
      ...{ sign_up: of('sign_up'), code: of('code') },
      ...{
        resend_verification: of('resend_verification'),
        forgot_password: of('forgot_password'),
        change_email: of('change_email'),
        reset: of('reset'),
        password: of('password'),
        second_factor: of('second_factor'),
        change_own: of('change_own'),
        revoke_many: of('revoke_many'),
        test_receiver: of('test_receiver'),
        refresh: of('refresh', inMemory),
      },
    }
  }

  override async spend(action: LimitedAction, { account, ip }: Attempted): Promise<TooManyAttempts | null> {
    const { tooMany } = await this.counters[action].spend(account, ip)
    return tooMany
  }
}
