import { decideRefresh, type Place, type Policy, type RefreshDecision, type Session } from '../src/index.js'
import { inContext, presenting } from '../testing/given.js'
import { noon } from './world.js'

/** What a token earns, as the model asks it. */
export type Rule = (token: Place, session: Session, policy: Policy) => RefreshDecision

/** The rule that we ship. */
export const asDesigned: Rule = ({ generation, branch }, session, policy) =>
  decideRefresh(presenting(generation, branch), inContext(session), policy, noon)

/** RFC 9700 to the letter, as the policy `strict` has it: the same token again, after the retry window, is reuse. */
export const strict: Rule = (token, session, policy) => asDesigned(token, { ...session, reusePolicy: 'strict' }, policy)

/** Broken: there is no retry window. */
export const withoutRetryWindow: Rule = (token, session, policy) => asDesigned(token, session, { ...policy, retryWindow: 0 })

/** Broken: the same token again is reuse at once. */
export const strictWithoutRetryWindow: Rule = (token, session, policy) => strict(token, session, { ...policy, retryWindow: 0 })

/** Broken: a retry mints a successor of its own, and does not return the one that its first answer carried. */
export const withIndependentSuccessors: Rule = (token, session, policy) => {
  const decision = asDesigned(token, session, policy)
  return decision.outcome === 'retried' ? withoutRetryWindow(session, session, policy) : decision
}

/** Broken: each retry opens the retry window again. */
export const withSlidingWindow: Rule = (token, session, policy) => {
  const decision = asDesigned(token, session, policy)
  return decision.outcome === 'retried' ? { ...decision, session: { ...session, issuedAt: noon } } : decision
}
