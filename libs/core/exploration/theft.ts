import type { Move } from './explore.js'
import { isCloseTo, judge, served } from './judging.js'
import type { Rule } from './rules.js'
import { nameOf, newHolder, type Holder, type World } from './world.js'

/** Somebody copies the token that the client holds, or one that is under way. */
export function thefts(world: World): Move<World>[] {
  const copyable = [world.client.holds, ...world.inFlight.map(({ token, answer }) => answer ?? token)]
  return copyable.map((token) => ({
    what: `a thief copies ${nameOf(token)}`,
    next: { ...world, thief: newHolder(token), stolen: token },
  }))
}

/** The thief presents the newest token it has; its answers may be lost, too. */
export function thiefMoves(world: World, thief: Holder, rule: Rule): Move<World>[] {
  if (isCloseTo('client', world)) return []
  const { verdict, answer, world: judged } = judge(thief.holds, 'thief', world, rule)
  const what = `the thief presents ${nameOf(thief.holds)}, ${verdict}`
  if (answer === null) return [{ what, next: judged }]
  const after = served(thief, thief.holds)
  return [
    { what, next: { ...judged, thief: { ...after, holds: answer } } },
    { what: `${what}, and the answer is lost`, next: { ...judged, thief: after } },
  ]
}

/** Both were served for that many of the tokens that they were given, and the session goes on all the same. */
export function bothMovedOn(times: number): (world: World) => boolean {
  return ({ session, client, thief }) => session.revokedAt === null && client.movedOn >= times && thief !== null && thief.movedOn >= times
}
