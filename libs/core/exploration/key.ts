import type { Place, Session } from '../src/index.js'
import { noon, policy, type Holder, type Request, type World } from './world.js'

/**
 * What of a world decides what can happen next, so that worlds that differ in nothing else are explored once.
 *
 * Generations count from the session's; a token more than one behind all that the store could fall back to is just "old", and an
 * instant before the retry window "long ago". The rule may look at nothing finer; where it does (whether a branch is the
 * first of its generation), only the event depends on it.
 */
export function keyOf(world: World): string {
  const now = world.session.generation
  const oldest = Math.min(now, ...world.earlier.map(({ generation }) => generation)) - 1
  const place = ({ generation, branch }: Place) => (generation < oldest ? 'old' : `${generation - now}.${branch}`)
  const token = (it: Place & { given: boolean }) => place(it) + (it.given ? '!' : '')
  const session = (it: Session) => [place(it), it.previousBranch, it.issuedBranch, ageOf(it.issuedAt), it.revokedAt].join()
  const holder = (it: Holder) => [token(it.holds), Math.min(it.movedOn, 3), it.servedFor && place(it.servedFor)].join()
  const request = (it: Request) => [token(it.token), it.answer && token(it.answer), it.older].join()
  return [
    session(world.session),
    world.earlier.map(session).join('/'),
    world.lossesLeft,
    holder(world.client),
    world.clientWasRefused,
    world.inFlight.map(request).sort().join('/'),
    world.thief && holder(world.thief),
    world.stolen && place(world.stolen),
    world.handOut.to,
    ageOf(world.handOut.at),
  ].join(';')
}

function ageOf(instant: number): number {
  return Math.min(noon - instant, policy.retryWindow * 1000)
}
