import { Injectable } from '@nestjs/common'
import type { Origin, ShownSecondFactor } from '@tessera/persistence'
import { OwnPassword } from '../accounts/own-password.js'
import { DatabaseClock } from '../clock/database-clock.js'
import type { TooManyAttempts } from '../limits/too-many-attempts.js'
import { MailSeal } from '../mail/mail-seal.js'
import { CheckSecondFactor, type TypedFactor } from './check.js'
import { SecondFactors } from './stores.js'

export type ChangeRefused =
  { readonly refusal: 'wrong_password' | 'second_factor_wrong' | 'second_factor_lost' | 'no_factor' } | TooManyAttempts

interface ProvedFactor {
  readonly email: string
  readonly proof: ShownSecondFactor
}

const wrong = { refusal: 'second_factor_wrong' } as const

/** What an owner does to a second factor that is on: with the password, and a code that is used up by it. */
@Injectable()
export class ChangeSecondFactor {
  constructor(
    private readonly factors: SecondFactors,
    private readonly own: OwnPassword,
    private readonly codes: CheckSecondFactor,
    private readonly mails: MailSeal,
    private readonly clock: DatabaseClock,
  ) {}

  /** @returns why it is still on; null when it is off */
  async remove(userId: string, password: string, typed: TypedFactor, origin: Origin): Promise<ChangeRefused | null> {
    const shown = await this.prove(userId, password, typed, origin)
    if ('refusal' in shown) return shown
    const mail = this.mails.seal('second_factor_changed', { to: shown.email, what: 'removed', at: this.clock.now() })
    return (await this.factors.remove({ userId, proof: shown.proof, mail, origin })) ? null : wrong
  }

  async renewRecoveryCodes(
    userId: string,
    password: string,
    typed: TypedFactor,
    origin: Origin,
  ): Promise<{ readonly codes: readonly string[] } | ChangeRefused> {
    const shown = await this.prove(userId, password, typed, origin)
    if ('refusal' in shown) return shown
    const { codes, hashes } = this.codes.authenticator.newRecoveryCodes(userId)
    const mail = this.mails.seal('second_factor_changed', { to: shown.email, what: 'recovery_codes_renewed', at: this.clock.now() })
    return (await this.factors.renewRecoveryCodes({ userId, proof: shown.proof, mail, origin }, hashes)) ? { codes } : wrong
  }

  private async prove(userId: string, password: string, typed: TypedFactor, { ip }: Origin): Promise<ProvedFactor | ChangeRefused> {
    const proved = await this.own.prove(userId, password)
    if (!proved) return { refusal: 'wrong_password' }
    if (proved.secondFactorAt === null) return { refusal: 'no_factor' }
    const checked = await this.codes.check(userId, typed, ip)
    return 'refusal' in checked ? checked : { email: proved.email, proof: checked.shown }
  }
}
