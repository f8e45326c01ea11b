import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { OwnPassword } from '../accounts/own-password.js'
import type { SessionCaller } from '../http/caller.js'
import { MailSeal } from '../mail/mail-seal.js'
import { Authenticator } from './authenticator.js'
import { SecondFactors } from './stores.js'

export type Begun = { readonly secret: string; readonly uri: string } | 'wrong_password' | 'exists'
export type Confirmed = { readonly recoveryCodes: readonly string[] } | 'code_refused' | 'exists'

/** Sets up an authenticator: shown once, and asked for from the moment on at which a code of it came back. */
@Injectable()
export class SetUpSecondFactor {
  constructor(
    private readonly factors: SecondFactors,
    private readonly own: OwnPassword,
    private readonly authenticator: Authenticator,
    private readonly mails: MailSeal,
  ) {}

  async begin(userId: string, password: string): Promise<Begun> {
    const proved = await this.own.prove(userId, password)
    if (!proved) return 'wrong_password'
    const { secret, uri, sealed } = this.authenticator.newSecret(userId, proved.email)
    return (await this.factors.setUp(userId, sealed)) ? { secret, uri } : 'exists'
  }

  /** @param email of the account, which is told */
  async confirm(
    { userId, sessionId }: Pick<SessionCaller, 'userId' | 'sessionId'>,
    email: string,
    otp: string,
    origin: Origin,
  ): Promise<Confirmed> {
    const stored = await this.factors.find(userId)
    if (stored && stored.confirmedAt !== null) return 'exists'
    const step = stored?.encryptedSecret ? this.authenticator.stepOf(stored.encryptedSecret, userId, otp, stored.now) : null
    if (!stored?.encryptedSecret || step === null) return 'code_refused'
    const { codes, hashes } = this.authenticator.newRecoveryCodes(userId)
    const mail = this.mails.seal('second_factor_changed', { to: email, what: 'added', at: stored.now })
    const confirmation = { userId, encryptedSecret: stored.encryptedSecret, step, recoveryHashes: hashes, sessionId, mail, origin }
    return (await this.factors.confirm(confirmation)) ? { recoveryCodes: codes } : 'code_refused'
  }
}
