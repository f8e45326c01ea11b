import { Injectable } from '@nestjs/common'
import type { Role } from '@tessera/contract'
import type { AdministeredUser, Invitation, Origin } from '@tessera/persistence'
import { OneTimeCodes } from '../codes/one-time-codes.js'
import type { Caller } from '../http/caller.js'
import { MailSeal } from '../mail/mail-seal.js'
import { faultsOfPassword, Passwords } from '../passwords/passwords.js'
import { mayGive } from './administering.js'
import { invitedBy } from './invited-by.js'
import { Users } from './stores.js'

export interface UserWanted {
  readonly email: string
  /** Null: the user is invited by mail, and sets their own. */
  readonly password: string | null
  readonly name: string | null
  readonly roles: readonly Role[]
  /** Null: the company of whoever creates it. */
  readonly companyId: number | null
  readonly emailVerified: boolean
}

export type Creation =
  | { readonly outcome: 'created'; readonly user: AdministeredUser }
  | { readonly outcome: 'refused'; readonly refusal: 'role_not_allowed' | 'company_unknown' | 'email_taken' }
  | { readonly outcome: 'refused'; readonly refusal: 'weak_password'; readonly faults: readonly string[] }

/** Creates a user for an administrator, within what their role and company allow; or invites one. */
@Injectable()
export class CreateUser {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly codes: OneTimeCodes,
    private readonly mails: MailSeal,
  ) {}

  async create(wanted: UserWanted, by: Caller, origin: Origin): Promise<Creation> {
    const { email, password, name, roles } = wanted
    const companyId = wanted.companyId ?? by.companyId
    if (!mayGive(by, roles)) return { outcome: 'refused', refusal: 'role_not_allowed' }
    if (by.companyBound && companyId !== by.companyId) return { outcome: 'refused', refusal: 'company_unknown' }
    const faults = password === null ? [] : faultsOfPassword(password, email)
    if (faults.length > 0) return { outcome: 'refused', refusal: 'weak_password', faults }
    const created = await this.users.create({
      ...{ email, name, companyId, by: by.userId, origin, roles: [...new Set(roles)] },
      passwordHash: password === null ? null : await this.passwords.hash(password),
      // An invitation verifies by being used.
      emailVerified: password !== null && wanted.emailVerified,
      invitation: password === null ? await this.invitation(email, by.userId) : null,
    })
    if (typeof created === 'string') return { outcome: 'refused', refusal: created }
    const user = await this.users.findAdministered(created.id, {})
    if (!user) throw new Error('the user that was created is not there')
    return { outcome: 'created', user }
  }

  private async invitation(to: string, by: string): Promise<Invitation> {
    const { token, hash: tokenHash } = this.codes.newLink()
    const inviter = await this.users.find(by)
    return { tokenHash, mail: this.mails.seal('invitation', { to, token, invitedBy: invitedBy(inviter) }) }
  }
}
