import type { SignedOutReason } from './faults.js'
import type { CurrentSession } from './tokens.js'

/** What a session tells its listeners. */
export interface SessionEvents {
  /** New tokens were stored. */
  readonly refreshed: CurrentSession
  /** The server ended the session, or `logOut` did. */
  readonly 'signed-out': { readonly reason: SignedOutReason }
}

export type Listener<K extends keyof SessionEvents> = (event: SessionEvents[K]) => void

export interface Listeners {
  /** Gives a function that stops listening. */
  on<K extends keyof SessionEvents>(kind: K, listener: Listener<K>): () => void
  emit<K extends keyof SessionEvents>(kind: K, event: SessionEvents[K]): void
}

export function listeners(): Listeners {
  const all: { [K in keyof SessionEvents]: Set<Listener<K>> } = { refreshed: new Set(), 'signed-out': new Set() }
  return {
    on(kind, listener) {
      all[kind].add(listener)
      return () => void all[kind].delete(listener)
    },
    emit(kind, event) {
      // In a task of its own, so that a listener's fault is nobody's failed refresh.
      for (const listener of all[kind]) queueMicrotask(() => listener(event))
    },
  }
}
