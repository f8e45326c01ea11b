import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { OneTimeCodes } from '../codes/one-time-codes.js'
import { MailSeal } from '../mail/mail-seal.js'
import { Accounts } from './accounts.js'

/** Mails another code to an address that awaits one. Nobody learns whether it does. */
@Injectable()
export class ResendVerification {
  constructor(
    private readonly accounts: Accounts,
    private readonly codes: OneTimeCodes,
    private readonly mails: MailSeal,
  ) {}

  async resend(email: string, origin: Origin): Promise<void> {
    const { code, hash: codeHash } = this.codes.newCode('verify_email', email)
    const mail = this.mails.seal('verification', { to: email, code, ...origin })
    await this.accounts.resendVerification({ email, codeHash, mail })
  }
}
