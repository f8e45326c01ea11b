import { waitAfter } from '../backoff.js'
import { ProblemError, type SignedOutReason, UnreachableError } from '../faults.js'
import type { TesseraSession } from '../session.js'
import type { CurrentSession } from '../tokens.js'

/** What a page knows of its session. `loading`: it has not looked yet, as on a server and in the first moment of a page. */
export type SessionState =
  | { readonly status: 'loading'; readonly current: null; readonly reason: null }
  | { readonly status: 'signed-in'; readonly current: CurrentSession; readonly reason: null }
  | {
      readonly status: 'signed-out'
      readonly current: null
      /** Why, if it happened while this page was open. */
      readonly reason: SignedOutReason | null
    }

/** A state that changes, as `useSyncExternalStore` takes it. */
export interface ObservedState {
  readonly get: () => SessionState
  /** Gives a function that stops. While nobody subscribes, nothing is listened to. */
  readonly subscribe: (changed: () => void) => () => void
  /** Asks the session who it is now. What it says goes before anything that was told. */
  readonly look: () => Promise<void>
}

const loading: SessionState = { status: 'loading', current: null, reason: null }

/** @param current what a server knew when it made the page; undefined when it did not look */
export function stateOf(current: CurrentSession | null | undefined, reason: SignedOutReason | null = null): SessionState {
  if (current === undefined) return loading
  return current === null ? { status: 'signed-out', current, reason } : { status: 'signed-in', current, reason: null }
}

/**
 * Follows a session: what it tells, in whichever tab it happened, and what its store has when the page comes back from sleep or from the
 * browser's cache of pages: nobody told it anything there. As long as nothing is known it looks again after a fault, later each time, and
 * at once when the browser is online again.
 */
export function observe(session: TesseraSession, first: SessionState): ObservedState {
  let state = first
  let turn = 0
  let faults = 0
  let later: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()

  /** What is being looked up, or was to be, is older than this. */
  function begun(): number {
    clearTimeout(later)
    return ++turn
  }

  function set(next: SessionState): void {
    begun()
    state = next
    for (const changed of listeners) changed()
  }

  async function look(): Promise<void> {
    const asked = begun()
    let current: CurrentSession | null
    try {
      current = await session.current()
    } catch (thrown) {
      // What a store cannot tell right now is no reason to show somebody another page.
      if (asked === turn && state.status === 'loading') lookLater(thrown)
      return
    }
    if (asked !== turn) return
    faults = 0
    const same = current?.sessionId === state.current?.sessionId && +(current?.expiresAt ?? 0) === +(state.current?.expiresAt ?? 0)
    if (!same || state.status === 'loading') set(stateOf(current))
  }

  function lookLater(fault: unknown): void {
    if (end === undefined) return
    faults += 1
    const asked = fault instanceof ProblemError || fault instanceof UnreachableError ? fault.retryAfter : null
    later = setTimeout(() => void look(), waitAfter(faults, asked))
  }

  function begin(): () => void {
    const seen = () => void (document.visibilityState === 'visible' && look())
    const endings = [
      session.on('signed-in', (current) => set(stateOf(current))),
      session.on('refreshed', (current) => set(stateOf(current))),
      session.on('signed-out', ({ reason }) => set(stateOf(null, reason))),
    ]
    document.addEventListener('visibilitychange', seen)
    addEventListener('pageshow', seen)
    addEventListener('online', seen)
    void look()
    return () => {
      for (const end of endings) end()
      document.removeEventListener('visibilitychange', seen)
      removeEventListener('pageshow', seen)
      removeEventListener('online', seen)
      clearTimeout(later)
    }
  }

  let end: (() => void) | undefined
  return {
    look,
    get: () => state,
    subscribe(changed) {
      listeners.add(changed)
      end ??= begin()
      return () => {
        listeners.delete(changed)
        if (listeners.size > 0) return
        end?.()
        end = undefined
      }
    },
  }
}
