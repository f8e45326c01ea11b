import { successorOf } from '../../src/index.js'
import type { Move } from '../explore.js'
import { nameOf } from '../world.js'
import type { Setting } from './moves.js'
import type { BoundWorld, Recording } from './world.js'

/**
 * The recordings with one more; that a request was judged makes one more, too. A recorder that mixes needs only its newest proof, beside
 * each of its tokens: it can do all that an older one can.
 */
export function recorded(one: Recording, recordings: readonly Recording[], mixing: boolean): readonly Recording[] {
  const all = [...recordings, one]
  const newest = Math.max(...all.map(({ madeAfter }) => madeAfter))
  const kept = mixing ? all.map((it) => ({ ...it, madeAfter: newest })) : all
  const nameOfRecording = (it: Recording) => [nameOf(it.token), it.madeAfter, it.answered].join()
  return [...new Map(kept.map((it) => [nameOfRecording(it), it])).values()]
}

/** Whoever recorded a request sends it again, and reads the answer; without the key that is all there is to do. */
export function repetitions(world: BoundWorld, { rule, mixing }: Setting): Move<BoundWorld>[] {
  return world.recordings.flatMap((recording) => {
    const decision = rule(recording, world.session)
    const session = decision.session ?? world.session
    const isServed = decision.outcome !== 'refused'
    const judged = recorded({ ...recording, answered: true }, world.recordings, mixing)
    const learned = { token: successorOf(session), madeAfter: recording.madeAfter, answered: false }
    return [
      {
        what: `the recorder presents ${nameOf(recording.token)}: ${isServed ? `${decision.outcome}, ${nameOf(learned.token)}` : decision.refusal}`,
        next: {
          ...world,
          session,
          recordings: mixing && isServed ? recorded(learned, judged, mixing) : judged,
          repetitionChangedIt: world.repetitionChangedIt || (recording.answered && session !== world.session),
        },
      },
    ]
  })
}
