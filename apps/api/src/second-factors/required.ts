import type { Role } from '@tessera/contract'
import type { AccountRules } from '../configuration.js'

/** Whether an account with these roles has to have a second factor before the roles count (`SECOND_FACTOR`). */
export function owesSecondFactor(roles: readonly Role[], { secondFactor }: AccountRules): boolean {
  return secondFactor === 'required_for_roles' && roles.length > 0
}
