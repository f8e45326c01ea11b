import type { Role } from '@tessera/contract'
import type { Holder } from '@tessera/persistence'
import type { AccountRules } from '../configuration.js'

/** Whether an account with these roles has to have a second factor before the roles count (`SECOND_FACTOR`). */
export function owesSecondFactor(roles: readonly Role[], { secondFactor }: AccountRules): boolean {
  return secondFactor === 'required_for_roles' && roles.length > 0
}

/** The roles that count, here and wherever an access token is shown: none while the account owes a second factor. */
export function rolesThatCount(
  { roles, hasSecondFactor }: Pick<Holder, 'roles' | 'hasSecondFactor'>,
  rules: AccountRules,
): readonly Role[] {
  return !hasSecondFactor && owesSecondFactor(roles, rules) ? [] : roles
}
