import { decideRefresh, type End, endOf, type Instant, type Policy, type Refusal, type RefreshDecision, type Session } from '@tessera/core'
import { isLostRace, untilSettled } from '../contention.js'
import { judgedAttempt, type ShownAttempt } from './attempt.js'
import { type Ground, groundFor } from './ground.js'
import { logMove } from './moved.js'
import { readSession } from './read.js'
import type { Rotate, Rotated } from './rotate.js'
import { type Holder, type Origin, policyOf } from './rows.js'
import { write } from './write.js'

/** What a refresh came to. `session` is as it is stored now; its successor is to be handed out. */
export type Refreshed =
  | {
      readonly outcome: 'rotated' | 'retried'
      readonly session: Session
      readonly holder: Holder
      readonly policy: Policy
      readonly now: Instant
    }
  /** `end`: how the session's life was over, when it is. */
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly end: End | null; readonly userId: string | null }

/**
 * Refreshes: at most one statement when the successor is used for the first time, shared with others that wait at the same moment; else
 * read, judge with the core, and write by compare-and-set; a lost race reads and judges again. When this returns a refusal for reuse, the revocation is committed.
 *
 * @throws ContentionFault when the row stayed contended until the deadline; any fault of the database as it came
 */
export async function refresh(everyGround: Ground, rotate: Rotate, attempt: ShownAttempt, origin: Origin): Promise<Refreshed> {
  const ground = groundFor(everyGround, attempt.accessTokenLifetime)
  const row = await rotate(attempt, origin).catch((fault: unknown) => {
    if (isLostRace(fault)) return undefined
    throw fault
  })
  if (!row) return untilSettled(() => judge(ground, attempt, origin))
  if (row.moved) await logMove(ground, attempt.token, row.now, origin)
  return row.wasEnded ? again(ground, attempt, origin, row.now) : rotated(ground, row)
}

/**
 * Judges an attempt once more that moved the session on while time passed. The session now stands at the presented token, which so earns the
 * same successor, unless somebody ended the session meanwhile. It is judged as of then: a retry window that is over by now would make it another use.
 */
async function again(ground: Ground, attempt: ShownAttempt, origin: Origin, movedOnAt: Instant): Promise<Refreshed> {
  const judged = await untilSettled(() => judge(ground, attempt, origin, movedOnAt))
  return judged.outcome === 'retried' ? { ...judged, outcome: 'rotated' } : judged
}

function rotated({ defaults }: Ground, { session, holder, policy, now }: Rotated): Refreshed {
  return { outcome: 'rotated', session, holder, policy: policyOf(policy, defaults), now }
}

/**
 * One round of the slow path; undefined when somebody else changed the session between the read and the write.
 *
 * @param asOf by default the time of the read
 */
async function judge(ground: Ground, attempt: ShownAttempt, origin: Origin, asOf?: Instant): Promise<Refreshed | undefined> {
  const read = await readSession(ground, attempt.token.sessionId, attempt)
  if (!read) return refused(decideRefresh(judgedAttempt(attempt), null, ground.defaults, 0), null)
  const { known, holder, policy } = read
  const now = asOf ?? read.now
  const decision = decideRefresh(judgedAttempt(attempt, read.credentials), known, policy, now)
  if (decision.outcome === 'retried') return { outcome: 'retried', session: known.session, holder, policy, now }
  if (decision.session) {
    const written = await write(ground, known.session, decision.session, decision.events, origin)
    if (written === 'lost') return undefined
    if (written.moved) await logMove(ground, attempt.token, decision.session.issuedAt, origin)
    if (written.late && decision.outcome === 'rotated') return again(ground, attempt, origin, decision.session.issuedAt)
  }
  if (decision.outcome === 'rotated') return { outcome: 'rotated', session: decision.session, holder, policy, now }
  return refused(decision, decision.session ?? known.session, endOf(decision.session ?? known.session, policy, known.watermarks, now))
}

function refused(decision: RefreshDecision, session: Session | null, end: End | null = null): Refreshed {
  if (decision.outcome !== 'refused') throw new TypeError('only a refusal is left here')
  return { outcome: 'refused', refusal: decision.refusal, end, userId: session?.userId ?? null }
}
