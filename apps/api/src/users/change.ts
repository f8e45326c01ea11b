import { Injectable } from '@nestjs/common'
import type { ChangeRefusal, Origin, UserChange } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'
import { administering, mayGive } from './administering.js'
import { Users } from './stores.js'

/** Changes, disables or enables a user for an administrator, within what their role and company allow. */
@Injectable()
export class ChangeUser {
  constructor(private readonly users: Users) {}

  /** @returns why nothing was changed; null when it was */
  async change(id: string, change: UserChange, by: Caller, origin: Origin): Promise<ChangeRefusal | 'move_not_allowed' | null> {
    if (by.companyBound && change.companyId !== undefined && change.companyId !== by.companyId) return 'move_not_allowed'
    if (!mayGive(by, change.roles ?? [], id === by.userId ? by.roles : [])) return 'role_not_allowed'
    return this.users.change(administering(id, by, origin), change)
  }
}
