'use client'
import { useEffect, useRef, type ReactNode } from 'react'
import { Mark } from './mark'

interface EntranceProps {
  title: string
  words?: ReactNode
  /** What stood here is done and gone, and the focus with it: it goes to the title. */
  arrived?: boolean | undefined
  ways?: ReactNode
  children?: ReactNode
}

/** A page for people who are not signed in: one column, one thing to do, and below it the ways elsewhere. */
export function Entrance({ title, words, arrived = false, ways, children }: EntranceProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (arrived) heading.current?.focus()
  }, [arrived])
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-[22rem] grid-cols-[minmax(0,1fr)] content-center gap-6 px-4 py-12">
      <div className="grid gap-4 [overflow-wrap:anywhere]">
        <Mark className="size-9" />
        <h1 ref={heading} tabIndex={-1} className="text-title font-semibold focus:outline-none">
          {title}
        </h1>
        {words}
      </div>
      {children}
      {ways && <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-4 text-quiet">{ways}</p>}
    </main>
  )
}

export const wayLook = 'font-medium text-accent-text underline-offset-4 hover:underline'
