import { decideRefresh, type End, endOf, type PresentedRefreshToken, type Refusal } from '@tessera/core'
import { untilSettled } from '../contention.js'
import { judgedAttempt, type ShownAttempt } from '../sessions/attempt.js'
import type { Ground } from '../sessions/ground.js'
import type { LoginOrigin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { type ImportedToken, readImportedToken } from './read-token.js'
import { startImportedSession } from './start.js'

/** What an imported token was found to be. */
export type Exchanged =
  /** The session is there: the ordinary refresh judges this as the presented token. */
  | { readonly place: PresentedRefreshToken; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly end: End | null; readonly sessionId: string; readonly userId: string }

/** An attempt to refresh, whose token is not one of ours. */
export type ForeignAttempt = Omit<ShownAttempt, 'token'>

/**
 * Exchanges another system's token for the session that it stands for: generation 0, branch 0 of it. The first time that nothing speaks against it, by the core's own verdict, the session
 * starts; a refusal starts nothing and leaves the token as good as it was. From then on the token is an ordinary first token: sent again it is a retry, a branch, or reuse.
 *
 * @returns null when nobody imported such a token
 * @throws ContentionFault when others held the row until the deadline
 */
export async function exchange(ground: Ground, hash: Uint8Array, attempt: ForeignAttempt, origin: LoginOrigin): Promise<Exchanged | null> {
  const found = await readImportedToken(ground, hash, attempt)
  if (!found?.waiting) return found && { place: found.place }
  const { place, waiting } = found
  const { known, policy, now, credentials } = waiting
  const decision = decideRefresh(judgedAttempt({ ...attempt, token: place }, credentials), known, policy, now)
  if (decision.outcome === 'refused') {
    const { session } = known
    return { refusal: decision.refusal, end: endOf(session, policy, known.watermarks, now), sessionId: session.id, userId: session.userId }
  }
  await started(ground, hash, origin, attempt.dialect)
  return { place }
}

const voided = `UPDATE imported_tokens SET used_at = ${clock('$2')} WHERE hash = $1 AND used_at IS NULL`

/**
 * The token that ends its session: one that still waits, and would be good for its client, is exchanged first, so that its end is a session's like any other.
 *
 * @returns null when nobody imported such a token, or it is dead and was never used; no session comes of it then
 */
export async function exchangeToEnd(
  ground: Ground,
  hash: Uint8Array,
  origin: LoginOrigin,
  clientId: string | null,
): Promise<ImportedToken | null> {
  const found = await readImportedToken(ground, hash)
  if (!found?.waiting) return found
  const { known, policy, now } = found.waiting
  const { session, user } = known
  const isDead = user !== 'active' || endOf(session, policy, known.watermarks, now) !== null
  // Somebody else's token is told apart by its session's client, and left as it is.
  if (clientId !== null && clientId !== session.clientId) return isDead ? null : found
  if (isDead) {
    // For good: a policy that is loosened, or a client that is enabled again, must not bring back what somebody asked to end.
    await untilSettled(
      async () => (await ground.pool.query({ name: 'void-imported-token', text: voided, values: [hash, ground.clockOffset()] })).rowCount,
    )
    return null
  }
  await started(ground, hash, origin, null)
  return { place: found.place, waiting: null }
}

/** The session's row is there when this returns, whoever wrote it. */
function started(ground: Ground, hash: Uint8Array, origin: LoginOrigin, dialect: string | null): Promise<true> {
  return untilSettled(async () => {
    await startImportedSession(ground, hash, origin, dialect)
    return true as const
  })
}
