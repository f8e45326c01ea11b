'use client'
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'
import { onDemand } from './on-demand'
import { PlainStack } from './plain-stack'

const stack = onDemand(() => import('./toast-stack'))
const plainly = { ToastStack: PlainStack }

export interface Note {
  readonly id: number
  readonly title: string
  readonly detail?: string
  /** Whether it is there until somebody dismisses it. */
  readonly stays: boolean
}
type Tell = (title: string, detail?: string, stays?: boolean) => void

const Telling = createContext<Tell>(() => undefined)

/** Says what came of an action, without moving anything: `tell(title, detail)`. What must not be missed `stays`. */
export function useTell(): Tell {
  return useContext(Telling)
}

/** Shows what is told, newest below, for eight seconds or as long as a pointer or the focus is on it; some until they are dismissed. F8 goes there. */
export function Toasts({ children }: { children: ReactNode }) {
  const [notes, setNotes] = useState<readonly Note[]>([])
  const tell = useCallback<Tell>((title, detail, stays = false) => {
    setNotes((shown) => [...shown.slice(-2), { id: (shown.at(-1)?.id ?? 0) + 1, title, stays, ...(detail && { detail }) }])
  }, [])
  const forget = (id: number) => setNotes((shown) => shown.filter((note) => note.id !== id))
  const came = stack.useWhen(notes.length > 0, plainly)
  return (
    <Telling value={tell}>
      {children}
      {came && notes.length > 0 && <came.ToastStack notes={notes} forget={forget} />}
    </Telling>
  )
}
