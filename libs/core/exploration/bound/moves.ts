import { successorOf, type Place } from '../../src/index.js'
import type { Move } from '../explore.js'
import type { Premise } from '../premises.js'
import { isSame, nameOf, noon, waits } from '../world.js'
import { recorded, repetitions } from './recorder.js'
import type { BoundRule } from './rules.js'
import type { BoundWorld, Presented, Request } from './world.js'

export interface Setting {
  readonly rule: BoundRule
  readonly premise: Premise
  /** Whether the recorder puts every proof beside every token that it has seen, and does not only send whole requests again. */
  readonly mixing: boolean
  /** Whether somebody gives the client a nonce that was handed out for another token: the newest, which the client does not have. */
  readonly misleading: boolean
  /** How many successors one token may have. */
  readonly branches: number
}

/** Everything that can happen next. */
export function movesIn(setting: Setting): (world: BoundWorld) => Move<BoundWorld>[] {
  return (world) => {
    if (world.session.revokedAt !== null) return []
    const moves = [...sending(world, setting), ...network(world, setting), ...nonces(world, setting), ...repetitions(world, setting)]
    moves.push(...time(world, setting))
    return moves.filter(({ next }) => next.session.issuedBranch < setting.branches)
  }
}

/** Two of the client's tabs may have a request under way at a time; its proof has the newest nonce, however old. */
function sending(world: BoundWorld, { premise, mixing }: Setting): Move<BoundWorld>[] {
  const { client, inFlight } = world
  if (inFlight.length === 2 || !premise.mayPresent(world)) return []
  const presented = { token: client.holds, madeAfter: client.nonce, nonceFor: client.nonceFor }
  const next = {
    ...world,
    inFlight: [...inFlight, { ...presented, answer: null, older: false }],
    recordings: recorded({ ...presented, answered: false }, world.recordings, mixing),
  }
  return [{ what: `the client presents ${nameOf(client.holds)}`, next }]
}

/** From a challenge of what it holds. One that is for no token, from any other answer, earns it that challenge first. */
function nonces(world: BoundWorld, { misleading }: Setting): Move<BoundWorld>[] {
  const given = (nonceFor: Place, what: string) => ({ what, next: { ...world, client: { ...world.client, nonce: noon, nonceFor } } })
  const { client, session } = world
  const moves: Move<BoundWorld>[] = []
  if (client.nonce !== noon || !isSame(client.nonceFor, client.holds)) moves.push(given(client.holds, 'the client gets a new nonce'))
  const newest = successorOf(session)
  if (misleading) moves.push(given(newest, `the client is given a nonce for ${nameOf(newest)}`))
  return moves
}

function network(world: BoundWorld, { rule, mixing }: Setting): Move<BoundWorld>[] {
  return world.inFlight.flatMap((request) => {
    const others = world.inFlight.filter((other) => other !== request)
    const lost = { what: `the client’s ${nameOf(request.token)} or its answer is lost`, next: { ...world, inFlight: others } }
    if (request.answer === null) return [judging(request, others, world, rule, mixing), lost]
    if (request.answer === 'challenge') return [challenged(request.token, others, world), lost]
    return [receiving(request.answer, others, world), lost]
  })
}

function judging(request: Request, others: readonly Request[], world: BoundWorld, rule: BoundRule, mixing: boolean): Move<BoundWorld> {
  const decision = rule(request, world.session)
  const session = decision.session ?? world.session
  const recordings = recorded({ ...presentedIn(request), answered: true }, world.recordings, mixing)
  const judges = `the server judges ${nameOf(request.token)}`
  if (decision.outcome !== 'refused') {
    const answer = successorOf(session)
    const next = { ...world, session, recordings, inFlight: [...others, { ...request, answer }] }
    return { what: `${judges}: ${decision.outcome}, ${nameOf(answer)}`, next }
  }
  const isMet =
    decision.refusal === 'proof_stale' && rule({ ...request, madeAfter: noon, nonceFor: request.token }, session).outcome !== 'refused'
  const answered = isMet ? [{ ...request, answer: 'challenge' as const }] : []
  const clientWasRefused = isMet ? null : decision.refusal
  return {
    what: `${judges}: ${decision.refusal}`,
    next: { ...world, session, recordings, clientWasRefused, inFlight: [...others, ...answered] },
  }
}

function presentedIn({ token, madeAfter, nonceFor }: Request): Presented {
  return { token, madeAfter, nonceFor }
}

/** However late: a newer nonce can only help whoever records what the client makes of it. */
function challenged(nonceFor: Place, others: readonly Request[], world: BoundWorld): Move<BoundWorld> {
  return {
    what: `the client is challenged, with a nonce for ${nameOf(nonceFor)}`,
    next: { ...world, client: { ...world.client, nonce: noon, nonceFor }, inFlight: others },
  }
}

/** The nonce that comes with a token is for it; as new as can be, as in a challenge. */
function receiving(answer: Place, others: readonly Request[], world: BoundWorld): Move<BoundWorld> {
  const isNew = !isSame(answer, world.client.holds)
  return {
    what: `the client receives ${nameOf(answer)}`,
    next: {
      ...world,
      client: { holds: answer, nonce: noon, nonceFor: answer },
      inFlight: isNew ? others.map((other) => ({ ...other, older: true })) : others,
    },
  }
}

function time(world: BoundWorld, { premise }: Setting): Move<BoundWorld>[] {
  return waits.map((wait) => {
    const aged = <T extends { readonly madeAfter: number }>(it: T): T => ({ ...it, madeAfter: it.madeAfter - wait })
    return {
      what: `${wait / 1000} s pass`,
      next: {
        ...world,
        session: { ...world.session, issuedAt: world.session.issuedAt - wait },
        client: { ...world.client, nonce: world.client.nonce - wait },
        inFlight: premise.requestsTakeTime ? world.inFlight.map(aged) : [],
        recordings: world.recordings.map(aged),
      },
    }
  })
}
