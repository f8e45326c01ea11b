import { Injectable } from '@nestjs/common'
import type { AdministeringRefusal, Origin } from '@tessera/persistence'
import { DatabaseClock } from '../clock/database-clock.js'
import { OneTimeCodes } from '../codes/one-time-codes.js'
import type { Caller } from '../http/caller.js'
import { MailSeal } from '../mail/mail-seal.js'
import { administering } from './administering.js'
import { invitedBy } from './invited-by.js'
import { Users } from './stores.js'

/** What an administrator does to a user that mails them: another invitation, a reset that they must follow, the loss of their second factor. */
@Injectable()
export class MailUser {
  constructor(
    private readonly users: Users,
    private readonly codes: OneTimeCodes,
    private readonly mails: MailSeal,
    private readonly clock: DatabaseClock,
  ) {}

  async inviteAgain(id: string, by: Caller, origin: Origin): Promise<AdministeringRefusal | 'not_invited' | null> {
    const inviter = await this.users.find(by.userId)
    const { token, hash: tokenHash } = this.codes.newLink()
    const make = (to: string) => ({ tokenHash, mail: this.mails.seal('invitation', { to, token, invitedBy: invitedBy(inviter) }) })
    return this.users.inviteAgain(administering(id, by, origin), make)
  }

  forceReset(id: string, by: Caller, origin: Origin): Promise<AdministeringRefusal | 'user_disabled' | null> {
    const { token, hash: tokenHash } = this.codes.newLink()
    const make = (to: string) => ({ tokenHash, mail: this.mails.seal('password_reset_forced', { to, token }) })
    return this.users.forceReset(administering(id, by, origin), make)
  }

  takeSecondFactor(id: string, by: Caller, origin: Origin): Promise<AdministeringRefusal | 'own_factor' | null> {
    const at = this.clock.now()
    const make = (to: string) => this.mails.seal('second_factor_changed', { to, what: 'taken_by_admin', at })
    return this.users.takeSecondFactor(administering(id, by, origin), make)
  }
}
