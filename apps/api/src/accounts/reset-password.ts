import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { DatabaseClock } from '../clock/database-clock.js'
import { OneTimeCodes } from '../codes/one-time-codes.js'
import { MailSeal } from '../mail/mail-seal.js'
import { faultsOfPassword, Passwords } from '../passwords/passwords.js'
import { Accounts } from './accounts.js'

export type Reset =
  | { readonly outcome: 'reset'; readonly userId: string }
  | { readonly outcome: 'refused'; readonly refusal: 'link_refused' }
  /** The link is as good as before. */
  | { readonly outcome: 'refused'; readonly refusal: 'weak_password'; readonly faults: readonly string[] }

/** Sets a password with the token of a link that was mailed, or accepts an invitation: the same thing for whoever holds the link. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly codes: OneTimeCodes,
    private readonly mails: MailSeal,
    private readonly clock: DatabaseClock,
  ) {}

  async reset(token: string, newPassword: string, origin: Origin): Promise<Reset> {
    const tokenHash = this.codes.hashOfToken(token)
    const holder = await this.accounts.findLinkHolder(tokenHash)
    if (!holder) return { outcome: 'refused', refusal: 'link_refused' }
    const faults = faultsOfPassword(newPassword, holder.email)
    if (faults.length > 0) return { outcome: 'refused', refusal: 'weak_password', faults }
    const passwordHash = await this.passwords.hash(newPassword)
    const mail = this.mails.seal('password_changed', { to: holder.email, at: this.clock.now(), ...origin })
    const reset = await this.accounts.resetPassword({ tokenHash, passwordHash, mail, origin })
    return reset ? { outcome: 'reset', userId: reset.userId } : { outcome: 'refused', refusal: 'link_refused' }
  }
}
