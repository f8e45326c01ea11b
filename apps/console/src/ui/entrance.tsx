import type { ReactNode } from 'react'
import { Mark } from './mark'

/** A page for people who are not signed in: one column, one thing to do, and below it the ways elsewhere. */
export function Entrance({ title, words, children, ways }: { title: string; words?: ReactNode; children: ReactNode; ways?: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-[22rem] content-center gap-6 px-4 py-12">
      <div className="grid gap-4">
        <Mark className="size-9" />
        <h1 className="text-title font-semibold">{title}</h1>
        {words}
      </div>
      {children}
      {ways && <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-4 text-quiet">{ways}</p>}
    </main>
  )
}

export const wayLook = 'font-medium text-accent-text underline-offset-4 hover:underline'
