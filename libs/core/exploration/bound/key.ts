import type { Instant, Place } from '../../src/index.js'
import { isSame, noon, policy } from '../world.js'
import type { BoundWorld, Presented, Recording, Request } from './world.js'

/**
 * What of a world decides what can happen next.
 *
 * A proof is told by where it stands to the last hand-out and its retry window; both move back together, and the next hand-out
 * is later than every proof that there is. So a recording of a token that was proved, with a proof from before the last hand-out,
 * earns from now on what it earns now, and is left out.
 */
export function keyOf({ session, client, inFlight, recordings, clientWasRefused, repetitionChangedIt }: BoundWorld): string {
  const now = session.generation
  const place = ({ generation, branch }: Place) => (generation < now - 1 ? 'old' : `${generation - now}.${branch}`)
  const proof = (madeAfter: Instant) => proofSince(session.issuedAt, madeAfter)
  const answer = (it: Request['answer']) => (it === null || it === 'challenge' ? it : place(it))
  const request = (it: Request) => [place(it.token), proof(it.madeAfter), isOwn(it), answer(it.answer), it.older].join()
  const matters = (it: Recording) => it.token.generation > now || it.madeAfter > session.issuedAt
  const recording = (it: Recording) => [place(it.token), proof(it.madeAfter), isOwn(it), it.answered].join()
  return [
    [place(session), session.previousBranch, session.issuedBranch, session.revokedAt],
    Math.min(noon - session.issuedAt, policy.retryWindow * 1000),
    [
      place(client.holds),
      proof(client.nonce),
      isSame(client.nonceFor, client.holds) || place(client.nonceFor),
      clientWasRefused,
      repetitionChangedIt,
    ],
    inFlight.map(request).sort().join('/'),
    [...new Set(recordings.filter(matters).map(recording))].sort().join('/'),
  ].join(';')
}

/** Beside another token than the one that it is for, a proof earns a challenge, whichever they are. */
function isOwn({ token, nonceFor }: Presented): boolean {
  return isSame(token, nonceFor)
}

function proofSince(handOut: Instant, madeAfter: Instant): 'before' | 'inside the window' | 'after the window' {
  if (madeAfter <= handOut) return 'before'
  return madeAfter < handOut + policy.retryWindow * 1000 ? 'inside the window' : 'after the window'
}
