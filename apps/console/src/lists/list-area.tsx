'use client'
import { createContext, useContext, useTransition, type ReactNode } from 'react'
import { classNames } from '../ui/class-names'

/** The search and its filters, and below them what was found. While an answer is awaited the old one stays, dimmed. */
export function ListArea({ pending, bar, children }: { pending: boolean; bar: ReactNode; children: ReactNode }) {
  const [turning, turn] = useTransition()
  const busy = pending || turning
  return (
    <Turn value={turn}>
      <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 pb-3">{bar}</div>
      <div
        aria-busy={busy}
        className={classNames(
          'relative flex min-h-0 flex-1 flex-col border-t border-line transition-opacity duration-150',
          busy && 'opacity-50',
        )}
      >
        {children}
      </div>
    </Turn>
  )
}

const Turn = createContext<(go: () => void) => void>((go) => go())

/** Goes to another page of the list that this stands in. */
export function useTurn(): (go: () => void) => void {
  return useContext(Turn)
}
