import { Injectable } from '@nestjs/common'
import type { ShownSecondFactor } from '@tessera/persistence'
import { Limits } from '../limits/limits.js'
import type { TooManyAttempts } from '../limits/too-many-attempts.js'
import { Authenticator } from './authenticator.js'
import { SecondFactors } from './stores.js'

/** What somebody typed beside their password: one of the two, or neither. */
export interface TypedFactor {
  readonly otp: string | null
  readonly recoveryCode: string | null
}

export type CheckedFactor =
  { readonly shown: ShownSecondFactor } | { readonly refusal: 'second_factor_wrong' | 'second_factor_lost' } | TooManyAttempts

/** What its owner is told of a second factor that was sealed under another master secret. */
export const secondFactorLost =
  'The server lost what tells the right codes of your authenticator, and your recovery codes with it: ask an administrator to take the second factor away.'

const wrong = { refusal: 'second_factor_wrong' } as const

/**
 * Reads what was typed as the statement wants it that uses it up, within the limits on guessing. Whether it was used before, only that statement
 * knows. Ask it behind the right password alone.
 */
@Injectable()
export class CheckSecondFactor {
  constructor(
    private readonly factors: SecondFactors,
    readonly authenticator: Authenticator,
    private readonly limits: Limits,
  ) {}

  async check(userId: string, { otp, recoveryCode }: TypedFactor, ip: string | null): Promise<CheckedFactor> {
    const tooMany = recoveryCode === null && (await this.limits.spend('second_factor', { account: userId, ip }))
    if (tooMany) return tooMany
    const stored = await this.factors.find(userId)
    if (stored?.encryptedSecret && !this.authenticator.opens(stored.encryptedSecret, userId)) return { refusal: 'second_factor_lost' }
    if (recoveryCode !== null) return { shown: { recoveryHash: this.authenticator.hashOfRecoveryCode(userId, recoveryCode) } }
    if (otp === null || !stored?.encryptedSecret) return wrong
    const step = this.authenticator.stepOf(stored.encryptedSecret, userId, otp, stored.now)
    return step === null ? wrong : { shown: { step } }
  }
}
