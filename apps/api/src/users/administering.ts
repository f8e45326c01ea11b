import { lesserRoles, type Role } from '@tessera/contract'
import type { Administering, Origin } from '@tessera/persistence'
import { type Caller, reachOf } from '../http/caller.js'

/** A change of a user, in the name of whoever asks for it. */
export function administering(id: string, caller: Caller, origin: Origin): Administering {
  return { id, by: caller.userId, origin, reach: reachOf(caller), only: caller.companyBound ? lesserRoles : null }
}

/** @param had what the user has already, which may stay */
export function mayGive(caller: Caller, roles: readonly Role[], had: readonly Role[] = []): boolean {
  return !caller.companyBound || roles.every((role) => isLesser(role) || had.includes(role))
}

/** Whether whoever manages one company may change those who have it. */
export function isLesser(role: Role): boolean {
  return lesserRoles.some((lesser) => lesser === role)
}
