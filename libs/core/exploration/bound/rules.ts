import { decideRefresh, type RefreshDecision, type Session } from '../../src/index.js'
import { inContext, presenting } from '../../testing/given.js'
import { isSame, noon, policy } from '../world.js'
import type { Presented } from './world.js'

/** What a token beside a proof of the session's key earns, as the model asks it. */
export type BoundRule = (presented: Presented, session: Session) => RefreshDecision

/** The rule that we ship: whoever verifies proofs takes one beside the token that its nonce is for only, and the core judges its age. */
export const asDesigned: BoundRule = (presented, session) =>
  isSame(presented.token, presented.nonceFor)
    ? withProofsForAnyToken(presented, session)
    : { outcome: 'refused', refusal: 'proof_stale', events: [] }

/** The core's part of it alone. Broken: a proof is good beside any token. */
export const withProofsForAnyToken: BoundRule = ({ token: { generation, branch }, madeAfter }, session) =>
  decideRefresh(presenting(generation, branch, { dpop: { thumbprint: 'key', madeAfter } }), inContext(session), policy, noon)

/** Broken: any valid proof will do, however old. */
export const withAnyProof: BoundRule = (presented, session) => asDesigned({ ...presented, madeAfter: Infinity }, session)

/** Broken: a proof made after the hand-out will do, though a retry may have carried it. */
export const withProofSinceHandOut: BoundRule = (presented, session) =>
  asDesigned({ ...presented, madeAfter: presented.madeAfter > session.issuedAt ? Infinity : -Infinity }, session)
