import type { Role } from '@tessera/contract'
import type { Administering, Origin } from '@tessera/persistence'
import { type Caller, reachOf } from '../http/caller.js'

/** Roles that whoever manages one company may give and take. Owners and administrators are made by owners. */
const lesserRoles: readonly Role[] = ['support', 'auditor']

/** A change of a user, in the name of whoever asks for it. */
export function administering(id: string, caller: Caller, origin: Origin): Administering {
  return { id, by: caller.userId, origin, reach: reachOf(caller), lesserOnly: caller.companyBound }
}

/** @param had what the user has already, which may stay */
export function mayGive(caller: Caller, roles: readonly Role[], had: readonly Role[] = []): boolean {
  return !caller.companyBound || roles.every((role) => lesserRoles.includes(role) || had.includes(role))
}
