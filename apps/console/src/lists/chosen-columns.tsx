'use client'
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'
import { columnsPreference, forget, remember, type ListName } from '../app/preferences'
import { columnsOf, keptOf, leastWidth } from './column-choice'
import type { Column } from './columns'

interface Choice {
  readonly kept: string | null
  /** Null: as they stand without a choice. */
  choose(ids: readonly string[] | null): void
}

const Chosen = createContext<Choice>({ kept: null, choose: () => undefined })

/** Holds which columns of a list somebody chose, and remembers it in this browser. @param kept what the cookie had when the page was asked for */
export function ChosenColumns({ list, kept: before, children }: { list: ListName; kept: string | null; children: ReactNode }) {
  const [kept, setKept] = useState(before)
  const choice = useMemo<Choice>(
    () => ({
      kept,
      choose(ids) {
        setKept(ids && keptOf(ids))
        if (ids) remember(columnsPreference(list), keptOf(ids))
        else forget(columnsPreference(list))
      },
    }),
    [list, kept],
  )
  return <Chosen value={choice}>{children}</Chosen>
}

/** What is shown of a list's columns, and how wide its table is at least. */
export function useColumns<C extends Column>(all: readonly C[], standard: readonly string[]) {
  const { kept, choose } = useContext(Chosen)
  const columns = useMemo(() => columnsOf(all, standard, kept), [all, standard, kept])
  return { columns, choose, least: kept === null ? undefined : leastWidth(columns) }
}
