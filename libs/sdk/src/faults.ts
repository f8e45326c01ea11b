import type { EndReason, Problem } from '@tessera/contract'

/** The server answered with a problem (RFC 9457). `problem.code` is what programs compare. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'

  constructor(
    readonly problem: Problem,
    /** The HTTP status of the answer. */
    readonly status: number,
    /** The seconds that the server asks to wait before the next attempt; null when it does not. */
    readonly retryAfter: number | null = null,
  ) {
    super(`${problem.title} (${problem.code}): ${problem.detail}`)
  }
}

/**
 * Nobody knows what the server did: the network failed, the time ran out, or what answered was not our API (a proxy's page, JSON
 * of another shape). `cause` has the fault underneath. It never means that the session ended.
 */
export class UnreachableError extends Error {
  override readonly name: string = 'UnreachableError'
  /** The HTTP status of an answer that was not ours; null when there was none. */
  readonly status: number | null
  /** The seconds that the answer asked to wait, as a proxy's 503 may. */
  readonly retryAfter: number | null

  constructor(message: string, options: { cause?: unknown; status?: number; retryAfter?: number | null } = {}) {
    super(message, { cause: options.cause })
    this.status = options.status ?? null
    this.retryAfter = options.retryAfter ?? null
  }
}

/**
 * The access token has to be refreshed, and what was saved here would not be kept: a page that is being rendered sets no cookie. Nothing
 * was sent, since the successor would have been lost. Refresh where the store can save.
 */
export class RefreshNeeded extends UnreachableError {
  override readonly name = 'RefreshNeeded'
}

/**
 * Why somebody is signed out: how the session ended, that it expired, or that the server no longer knows the refresh token. A newer server may
 * have reasons that this version does not know, so give a `switch` its default.
 */
export type SignedOutReason = EndReason | 'expired' | 'unknown' | (string & {})

/** The server said that the session is over. The tokens are gone from the store; only a new login helps. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'

  constructor(
    readonly reason: SignedOutReason,
    readonly problem: Problem,
  ) {
    super(`The session is over (${reason}): ${problem.detail}`)
  }
}

/**
 * The session is bound to a key that is not here: the browser's data was cleared in part, or `dpop` was not given. Nobody can use its
 * tokens; a new login helps.
 */
export class KeyLost extends Error {
  override readonly name = 'KeyLost'
}

/** Whether a thrown value is one of ours, to be passed on as it is. */
export function isOurs(thrown: unknown): thrown is ProblemError | UnreachableError | SignedOut | KeyLost {
  return [ProblemError, UnreachableError, SignedOut, KeyLost].some((fault) => thrown instanceof fault)
}
