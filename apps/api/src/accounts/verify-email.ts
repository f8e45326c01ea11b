import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { OneTimeCodes } from '../codes/one-time-codes.js'
import { MailSeal } from '../mail/mail-seal.js'
import { Accounts } from './accounts.js'

/** Verifies an address with the code that it was mailed. */
@Injectable()
export class VerifyEmail {
  constructor(
    private readonly accounts: Accounts,
    private readonly codes: OneTimeCodes,
    private readonly mails: MailSeal,
  ) {}

  /** @returns whose it is; null when the code is wrong, used or expired, or the address awaits none */
  async verify(email: string, code: string, origin: Origin): Promise<{ readonly userId: string } | null> {
    const { token, hash } = this.codes.newLink()
    const mail = this.mails.seal('password_reset', { to: email, token, ...origin })
    const codeHash = this.codes.hashOfCode('verify_email', email, code)
    return this.accounts.verifyEmail({ email, codeHash, link: { hash, mail }, origin })
  }
}
