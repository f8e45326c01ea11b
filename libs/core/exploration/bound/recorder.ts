import { successorOf, type Place } from '../../src/index.js'
import type { Move } from '../explore.js'
import { isSame, nameOf } from '../world.js'
import type { Setting } from './moves.js'
import type { BoundWorld, Recording } from './world.js'

/** The recordings with one more; that a request was judged makes one more, too. Who mixes notes a proof with the token that it is for. */
export function recorded(one: Recording, recordings: readonly Recording[], mixing: boolean): readonly Recording[] {
  const noted = mixing && isForeign(one) ? { ...one, token: one.nonceFor, answered: false } : one
  const isNoted = (it: Recording) =>
    isSame(it.token, noted.token) &&
    isSame(it.nonceFor, noted.nonceFor) &&
    it.madeAfter === noted.madeAfter &&
    it.answered === noted.answered
  return recordings.some(isNoted) ? recordings : [...recordings, noted]
}

/** Whoever recorded a request sends it again, and reads the answer; without the key that is all there is to do. */
export function repetitions(world: BoundWorld, { rule, mixing }: Setting): Move<BoundWorld>[] {
  const tokens = mixing ? tokensSeen(world) : []
  const pairs = mixing ? world.recordings.flatMap((it) => tokens.map((token) => beside(token, it))) : world.recordings
  return pairs.flatMap((recording) => {
    const decision = rule(recording, world.session)
    const session = decision.session ?? world.session
    // Not even noted as answered: it is no move.
    if (mixing && isForeign(recording) && session === world.session) return []
    const earned = decision.outcome === 'refused' ? decision.refusal : `${decision.outcome}, ${nameOf(successorOf(session))}`
    const move = {
      what: `the recorder presents ${nameOf(recording.token)}: ${earned}`,
      next: {
        ...world,
        session,
        recordings: recorded({ ...recording, answered: true }, world.recordings, mixing),
        repetitionChangedIt: world.repetitionChangedIt || (recording.answered && session !== world.session),
      },
    }
    return [move]
  })
}

function isForeign({ token, nonceFor }: Recording): boolean {
  return !isSame(token, nonceFor)
}

/** In requests, and in the last answer. */
function tokensSeen({ recordings, session }: BoundWorld): readonly Place[] {
  const all = [...recordings.map(({ token }) => token), successorOf(session)]
  return all.filter((token, at) => all.findIndex((other) => isSame(token, other)) === at)
}

function beside(token: Place, recording: Recording): Recording {
  return isSame(token, recording.token) ? recording : { ...recording, token, answered: false }
}
