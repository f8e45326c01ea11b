import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { OneTimeCodes } from '../codes/one-time-codes.js'
import { MailSeal } from '../mail/mail-seal.js'
import { Accounts } from './accounts.js'

/** Mails a link to set a new password to whoever has the address. Nobody learns whether somebody has. */
@Injectable()
export class ForgotPassword {
  constructor(
    private readonly accounts: Accounts,
    private readonly codes: OneTimeCodes,
    private readonly mails: MailSeal,
  ) {}

  async forgot(email: string, origin: Origin): Promise<void> {
    const { token, hash: tokenHash } = this.codes.newLink()
    const mail = this.mails.seal('password_reset', { to: email, token, ...origin })
    await this.accounts.forgotPassword({ email, tokenHash, mail, origin })
  }
}
