import type { SignedOutReason } from './faults.js'
import type { Tabs } from './tabs.js'
import type { CurrentSession } from './tokens.js'

/** What a session tells its listeners; where tabs share a store with a name, whichever tab did it. */
export interface SessionEvents {
  /** Somebody logged in. */
  readonly 'signed-in': CurrentSession
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

type Sets = { readonly [K in keyof SessionEvents]: Set<Listener<K>> }

/** Tells whoever listens here, and the other tabs. They are heard for as long as somebody listens. */
export function listeners(tabs: Tabs): Listeners {
  const all: Sets = { 'signed-in': new Set(), refreshed: new Set(), 'signed-out': new Set() }
  let stopHearing: (() => void) | undefined

  function tellHere<K extends keyof SessionEvents>(kind: K, event: SessionEvents[K]): void {
    // In a task of its own, so that a listener's fault is nobody's failed refresh.
    for (const listener of all[kind]) queueMicrotask(() => listener(event))
  }

  function hear(message: unknown): void {
    const { kind, event } = (message ?? {}) as { kind?: keyof SessionEvents; event: never }
    // A tab with a newer version of this page may tell what this one does not know.
    if (kind !== undefined && Object.hasOwn(all, kind)) tellHere(kind, event)
  }

  return {
    on(kind, listener) {
      all[kind].add(listener)
      stopHearing ??= tabs.listen(hear)
      return () => {
        all[kind].delete(listener)
        if (Object.values(all).some(({ size }) => size > 0)) return
        stopHearing?.()
        stopHearing = undefined
      }
    },
    emit(kind, event) {
      tellHere(kind, event)
      tabs.tell({ kind, event })
    },
  }
}
