import { decideRefresh, type RefreshDecision, type Session } from '../../src/index.js'
import { inContext, presenting } from '../../testing/given.js'
import { noon, policy } from '../world.js'
import type { Presented } from './world.js'

/** What a token beside a proof of the session's key earns, as the model asks it. */
export type BoundRule = (presented: Presented, session: Session) => RefreshDecision

/** The rule that we ship. */
export const asDesigned: BoundRule = ({ token: { generation, branch }, madeAfter }, session) =>
  decideRefresh(presenting(generation, branch, { dpop: { thumbprint: 'key', madeAfter } }), inContext(session), policy, noon)

/** Broken: any valid proof will do, however old. */
export const withAnyProof: BoundRule = ({ token }, session) => asDesigned({ token, madeAfter: Infinity }, session)

/** Broken: a proof made after the hand-out will do, though a retry may have carried it. */
export const withProofSinceHandOut: BoundRule = ({ token, madeAfter }, session) =>
  asDesigned({ token, madeAfter: madeAfter > session.issuedAt ? Infinity : -Infinity }, session)
