import { Injectable } from '@nestjs/common'
import type { Role } from '@tessera/contract'
import type { Origin, StoredUser } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'
import { faultsOfPassword, Passwords } from '../passwords/passwords.js'
import { Users } from './stores.js'

export interface UserWanted {
  readonly email: string
  readonly password: string
  readonly name: string | null
  readonly roles: readonly Role[]
  /** Null: the company of whoever creates it. */
  readonly companyId: number | null
  readonly emailVerified: boolean
}

export type Creation =
  | { readonly outcome: 'created'; readonly user: StoredUser }
  | { readonly outcome: 'refused'; readonly refusal: 'role_not_allowed' | 'company_unknown' | 'email_taken' }
  | { readonly outcome: 'refused'; readonly refusal: 'weak_password'; readonly faults: readonly string[] }

/** Roles that whoever manages one company may give. Owners and administrators are made by owners. */
const lesserRoles: readonly Role[] = ['support', 'auditor']

/** Creates a user for an administrator, within what their role and company allow. */
@Injectable()
export class CreateUser {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
  ) {}

  async create(wanted: UserWanted, by: Caller, origin: Origin): Promise<Creation> {
    const companyId = wanted.companyId ?? by.companyId
    if (by.companyBound && !wanted.roles.every((role) => lesserRoles.includes(role)))
      return { outcome: 'refused', refusal: 'role_not_allowed' }
    if (by.companyBound && companyId !== by.companyId) return { outcome: 'refused', refusal: 'company_unknown' }
    const faults = faultsOfPassword(wanted.password, wanted.email)
    if (faults.length > 0) return { outcome: 'refused', refusal: 'weak_password', faults }
    const { email, name, emailVerified } = wanted
    const passwordHash = await this.passwords.hash(wanted.password)
    const roles = [...new Set(wanted.roles)]
    const user = await this.users.create({ email, passwordHash, name, roles, companyId, emailVerified, by: by.userId, origin })
    return typeof user === 'string' ? { outcome: 'refused', refusal: user } : { outcome: 'created', user }
  }
}
