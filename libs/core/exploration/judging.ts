import { successorOf, type Place } from '../src/index.js'
import type { Rule } from './rules.js'
import { isSame, nameOf, noon, policy, type Holder, type Token, type Who, type World } from './world.js'

export interface Judged {
  readonly verdict: string
  /** The token that the answer carries; null when what was presented was refused. */
  readonly answer: Token | null
  readonly world: World
}

/** The server reads, judges and writes in one step, as its compare-and-set makes it. */
export function judge(token: Place, by: Who, world: World, rule: Rule): Judged {
  const decision = rule(token, world.session, policy)
  const judges = `the server judges ${nameOf(token)}`
  if (decision.outcome === 'retried') {
    const answer = answerOf({ ...world, session: decision.session })
    return { verdict: `${judges}: retried, ${nameOf(answer)}`, answer, world: { ...world, session: decision.session } }
  }
  const earlier = [world.session, ...world.earlier].slice(0, world.lossesLeft)
  const after = { ...world, session: decision.session ?? world.session, earlier }
  if (decision.outcome === 'refused') return { verdict: `${judges}: ${decision.refusal}`, answer: null, world: after }
  const answer = answerOf(after)
  return { verdict: `${judges}: rotated, ${nameOf(answer)}`, answer, world: { ...after, handOut: { to: by, at: noon } } }
}

function answerOf({ session, thief, stolen }: World): Token {
  const { generation, branch } = successorOf(session)
  return { generation, branch, given: thief !== null && !isSame({ generation, branch }, stolen) }
}

/** What becomes of a holder that was served for a token. */
export function served(holder: Holder, token: Token): Holder {
  if (!token.given || isSame(token, holder.servedFor)) return holder
  return { ...holder, movedOn: holder.movedOn + 1, servedFor: token }
}

/** Whether a successor was handed out to the other one less than a retry window ago. */
export function isCloseTo(other: Who, { handOut }: World): boolean {
  return handOut.to === other && noon - handOut.at < policy.retryWindow * 1000
}
