import { problem } from '../http/problem-answer.js'

const words = {
  user_unknown: () => problem('not_found', 'There is no user of this id. Nothing was changed.'),
  role_not_allowed: () =>
    problem('forbidden', 'Only an owner may change owners and administrators, or give these roles. Nothing was changed.'),
  last_owner: () => problem('last_owner', 'This is the last active owner. Make another user an owner first. Nothing was changed.'),
} as const

/** Why a user was not changed. One of another company answers like one that was never there. */
export function refusedUser<const Refusal extends keyof typeof words>(refusal: Refusal) {
  return words[refusal]() as ReturnType<(typeof words)[Refusal]>
}
