'use client'
import { createContext, useContext, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import { selectCell } from './columns'
import { forgetSelection, keepSelection, selectionAgain } from './kept-selection'
import { between, nothing, put, without, type Selected } from './selection'

interface Selecting extends Selected {
  /** Changes one entry; with `through`, all between it and the one changed before. `page`: the entries that are shown, in order. */
  change(id: string, on: boolean, page: readonly string[], through?: boolean): void
  changePage(page: readonly string[], on: boolean): void
  /** Takes off what can be selected no more. */
  drop(gone: readonly string[]): void
  selectAll(): void
  /** Keeps it for whoever comes back. */
  keep(): void
  clear(): void
}

const Selection = createContext<Selecting | null>(null)

/** Holds what is selected of a list, across its pages. Another search begins with nothing. @param search what is searched for, without the page */
export function SelectRows({ search, children }: { search: string; children: ReactNode }) {
  const [held, hold] = useState<{ search: string; selected: Selected }>({ search, selected: nothing })
  // Not while the page is being taken over from the server, which knows nothing of it.
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const [looked, setLooked] = useState(false)
  if (isInBrowser && !looked) {
    setLooked(true)
    const again = selectionAgain(search)
    if (again) hold({ search, selected: again })
  }
  const anchor = useRef<string | null>(null)
  const selected = held.search === search ? held.selected : nothing
  const selecting = useMemo<Selecting>(() => {
    const set = (next: Selected) => {
      // What was kept is another one: whoever comes back later would find it again.
      forgetSelection()
      hold({ search, selected: next })
    }
    return {
      ...selected,
      change(id, on, page, through = false) {
        set(put(selected, through ? between(page, anchor.current, id) : [id], on))
        anchor.current = id
      },
      changePage: (page, on) => set(put(selected, page, on)),
      drop: (gone) => hold((now) => (now.search === search ? { search, selected: without(now.selected, gone) } : now)),
      selectAll: () => set({ ...selected, all: true }),
      keep: () => keepSelection(search, selected),
      clear: () => set(nothing),
    }
  }, [search, selected])
  return <Selection value={selecting}>{children}</Selection>
}

const never = () => () => undefined

/** What is selected; null in a list whose rows are not. */
export function useSelection(): Selecting | null {
  return useContext(Selection)
}

/** The first cell of a row that can be selected; an empty one where it cannot. Shift selects all up to here. */
export function SelectCell(props: { id: string; words: string; page: readonly string[]; selecting: Selecting; able: boolean }) {
  const { id, words, page, selecting, able } = props
  return (
    <td className={selectCell}>
      {able && (
        <label className="grid h-full min-h-7 place-items-center">
          <input
            type="checkbox"
            aria-label={words}
            checked={selecting.all || selecting.ids.has(id)}
            onChange={({ target, nativeEvent }) =>
              selecting.change(id, target.checked, page, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
            }
            className="size-4 accent-accent"
          />
        </label>
      )}
    </td>
  )
}

/** Selects the page, above the checkboxes of its rows. */
export function SelectPage({ page, words, selecting }: { page: readonly string[]; words: string; selecting: Selecting }) {
  const on = page.filter((id) => selecting.all || selecting.ids.has(id)).length
  return (
    <label className="grid h-8 place-items-center">
      <input
        ref={(input) => {
          if (input) input.indeterminate = on > 0 && on < page.length
        }}
        type="checkbox"
        aria-label={words}
        disabled={page.length === 0}
        checked={page.length > 0 && on === page.length}
        onChange={({ target }) => selecting.changePage(page, target.checked)}
        className="size-4 accent-accent"
      />
    </label>
  )
}
