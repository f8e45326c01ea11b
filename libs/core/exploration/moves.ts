import type { Session } from '../src/index.js'
import type { Move } from './explore.js'
import { isCloseTo, judge, served } from './judging.js'
import type { Premise } from './premises.js'
import type { Rule } from './rules.js'
import { thefts, thiefMoves } from './theft.js'
import { isSame, nameOf, newHolder, waits, type Request, type Token, type World } from './world.js'

export interface Setting {
  readonly rule: Rule
  readonly premise: Premise
  /** Whether somebody may copy a token, once. From then on the two refresh further apart than the retry window. */
  readonly thief: boolean
  /** How many successors one token may have; without a bound, a client that loses every answer makes more and more. */
  readonly branches: number
}

/** Everything that can happen next. */
export function movesIn(setting: Setting): (world: World) => Move<World>[] {
  return (world) => {
    if (world.session.revokedAt !== null) return losses(world)
    const moves = [...sending(world, setting), ...network(world, setting), ...losses(world), ...time(world, setting)]
    if (setting.thief) moves.push(...(world.thief === null ? thefts(world) : thiefMoves(world, world.thief, setting.rule)))
    return moves.filter(({ next }) => next.session.issuedBranch < setting.branches)
  }
}

/** Two of the client's tabs may have a request under way at a time. */
function sending(world: World, { premise }: Setting): Move<World>[] {
  if (world.inFlight.length === 2 || !premise.mayPresent(world)) return []
  const { holds } = world.client
  const request = { token: holds, answer: null, older: false }
  return [{ what: `the client presents ${nameOf(holds)}`, next: { ...world, inFlight: [...world.inFlight, request] } }]
}

/** When a request is judged, and whether and when its answer arrives, is open. */
function network(world: World, setting: Setting): Move<World>[] {
  return world.inFlight.flatMap((request) => {
    const others = world.inFlight.filter((other) => other !== request)
    if (request.answer !== null)
      return [receiving(request.answer, others, world), losing(`answer with ${nameOf(request.answer)}`, others, world)]
    const lost = losing(`request with ${nameOf(request.token)}`, others, world)
    return setting.thief && isCloseTo('thief', world) ? [lost] : [judging(request, others, world, setting), lost]
  })
}

function judging(request: Request, others: readonly Request[], world: World, { rule }: Setting): Move<World> {
  const { verdict, answer, world: judged } = judge(request.token, 'client', world, rule)
  if (answer === null) return { what: verdict, next: { ...judged, clientWasRefused: true, inFlight: others } }
  const client = served(world.client, request.token)
  return { what: verdict, next: { ...judged, client, inFlight: [...others, { ...request, answer }] } }
}

/** The last answer wins; that a client keeps what it has instead is the same as losing the answer. */
function receiving(answer: Token, others: readonly Request[], world: World): Move<World> {
  return {
    what: `the client receives ${nameOf(answer)}`,
    next: {
      ...world,
      client: { ...world.client, holds: answer },
      inFlight: isSame(answer, world.client.holds) ? others : others.map((other) => ({ ...other, older: true })),
    },
  }
}

function losing(what: string, others: readonly Request[], world: World): Move<World> {
  return { what: `the ${what} is lost`, next: { ...world, inFlight: others } }
}

/** The crash of a store that answered before its disk did. It may undo even the end of the session, so what came before does not count. */
function losses(world: World): Move<World>[] {
  const [session, ...earlier] = world.earlier
  if (session === undefined) return []
  const client = newHolder(world.client.holds)
  const thief = world.thief && newHolder(world.thief.holds)
  const next = { ...world, session, earlier, lossesLeft: world.lossesLeft - 1, client, thief }
  return [{ what: 'the store forgets its last commit', next }]
}

function time(world: World, { premise }: Setting): Move<World>[] {
  return waits.map((wait) => {
    const aged = (session: Session): Session => ({ ...session, issuedAt: session.issuedAt - wait })
    return {
      what: `${wait / 1000} s pass`,
      next: {
        ...world,
        session: aged(world.session),
        earlier: world.earlier.map(aged),
        inFlight: premise.requestsTakeTime ? world.inFlight : [],
        handOut: { ...world.handOut, at: world.handOut.at - wait },
      },
    }
  })
}
