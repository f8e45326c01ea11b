'use client'
import { noteInHistory, notedInHistory } from './history-note'
import type { Selected } from './selection'

const storage = 'tessera-chosen-sessions'

interface Kept {
  readonly search: string
  readonly ids: readonly string[]
  readonly all: boolean
}

/**
 * Keeps what is selected for the page that asks about it, and for whoever comes back from there to this entry of the history. They are too many for
 * an address, and stay in this tab.
 */
export function keepSelection(search: string, { ids, all }: Selected): void {
  sessionStorage.setItem(storage, JSON.stringify({ search, ids: [...ids], all } satisfies Kept))
  noteInHistory('selected', true)
}

/** What was selected one by one. */
export function readChosen(): readonly string[] {
  const kept = read()
  return kept === null || kept.all ? [] : kept.ids
}

/** What was selected of a search where one comes back to it; null for whoever comes to it anew. */
export function selectionAgain(search: string): Selected | null {
  const kept = notedInHistory('selected') === true ? read() : null
  return kept?.search === search ? { ids: new Set(kept.ids), all: kept.all, full: false } : null
}

/** Once they are being ended, or others are selected, what was kept is not meant any more. */
export function forgetSelection(): void {
  sessionStorage.removeItem(storage)
}

function read(): Kept | null {
  return JSON.parse(sessionStorage.getItem(storage) ?? 'null') as Kept | null
}
