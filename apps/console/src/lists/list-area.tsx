import type { ReactNode } from 'react'
import { classNames } from '../ui/class-names'

/** The search and its filters, and below them what was found. While an answer is awaited the old one stays, dimmed. */
export function ListArea({ pending, bar, children }: { pending: boolean; bar: ReactNode; children: ReactNode }) {
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 pb-3">{bar}</div>
      <div
        aria-busy={pending}
        className={classNames(
          'relative flex min-h-0 flex-1 flex-col border-t border-line transition-opacity duration-150',
          pending && 'opacity-50',
        )}
      >
        {children}
      </div>
    </>
  )
}
