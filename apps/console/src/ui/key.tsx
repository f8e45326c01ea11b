import type { ReactNode } from 'react'

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-edge/60 bg-surface px-1 font-mono text-small text-quiet">
      {children}
    </kbd>
  )
}
