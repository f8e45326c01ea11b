import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { DatabaseClock } from '../clock/database-clock.js'
import type { SessionCaller } from '../http/caller.js'
import { MailSeal } from '../mail/mail-seal.js'
import { faultsOfPassword, Passwords } from '../passwords/passwords.js'
import { OwnPassword, type Proved } from './own-password.js'
import { Accounts } from './accounts.js'

export type PasswordChanged =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'refused'; readonly refusal: 'wrong_password' }
  | { readonly outcome: 'refused'; readonly refusal: 'weak_password'; readonly faults: readonly string[] }

/** Changes a user's own password; ends every session of theirs but the one that asks. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly accounts: Accounts,
    private readonly own: OwnPassword,
    private readonly passwords: Passwords,
    private readonly mails: MailSeal,
    private readonly clock: DatabaseClock,
  ) {}

  async change(
    caller: Pick<SessionCaller, 'userId' | 'sessionId'>,
    current: string,
    wanted: string,
    origin: Origin,
  ): Promise<PasswordChanged> {
    const proved = await this.own.prove(caller.userId, current)
    if (!proved) return { outcome: 'refused', refusal: 'wrong_password' }
    const faults = faultsOfPassword(wanted, proved.email)
    if (faults.length > 0) return { outcome: 'refused', refusal: 'weak_password', faults }
    const to = await this.passwords.hash(wanted)
    const mail = this.mails.seal('password_changed', { to: proved.email, at: this.clock.now(), ...origin })
    const replace = ({ passwordHash: from }: Proved) =>
      this.accounts.changePassword({ userId: caller.userId, sessionId: caller.sessionId, from, to, mail, origin })
    if (await replace(proved)) return { outcome: 'changed' }
    // Somebody changed it between: then what was typed is the current one no more. Or a login just renewed its hash, and it is still.
    const again = await this.own.prove(caller.userId, current)
    return again && (await replace(again)) ? { outcome: 'changed' } : { outcome: 'refused', refusal: 'wrong_password' }
  }
}
