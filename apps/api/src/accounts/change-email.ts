import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { DatabaseClock } from '../clock/database-clock.js'
import { OneTimeCodes } from '../codes/one-time-codes.js'
import { MailSeal } from '../mail/mail-seal.js'
import { Accounts } from './accounts.js'

/** Changes the address of an account: confirmed at the new one, told to the old one. */
@Injectable()
export class ChangeEmail {
  constructor(
    private readonly accounts: Accounts,
    private readonly codes: OneTimeCodes,
    private readonly mails: MailSeal,
    private readonly clock: DatabaseClock,
  ) {}

  /** Mails a code to the new address; whoever has it already is told instead. For whoever has shown the account's password again (`OwnPassword`). */
  async ask(userId: string, email: string, origin: Origin): Promise<void> {
    const { code, hash: codeHash } = this.codes.newCode('change_email', userId)
    const mails = {
      code: this.mails.sealElsewhere('email_change', { to: email, code }),
      taken: this.mails.seal('email_change_taken', { to: email }),
    }
    await this.accounts.askToChangeEmail({ userId, email, codeHash, mails, origin })
  }

  /** @param from the address that the account has now */
  confirm(userId: string, from: string, code: string, origin: Origin): Promise<'changed' | 'code_refused' | 'email_taken'> {
    const at = this.clock.now()
    const mailOf = (newEmail: string) => this.mails.sealElsewhere('email_changed', { to: from, newEmail, at, ...origin })
    return this.accounts.confirmEmail({ userId, codeHash: this.codes.hashOfCode('change_email', userId, code), mailOf, origin })
  }
}
