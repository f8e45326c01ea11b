import type { Me } from '@tessera/contract'
import type { StoredUser } from '@tessera/persistence'
import type { AccountRules } from '../configuration.js'
import { owesSecondFactor } from '../second-factors/required.js'
import { userView } from '../users/user-view.js'

/** An account as its owner sees it. */
export function meView(user: StoredUser, rules: AccountRules): Me {
  return { ...userView(user), second_factor: user.secondFactorAt !== null, second_factor_required: owesSecondFactor(user.roles, rules) }
}
