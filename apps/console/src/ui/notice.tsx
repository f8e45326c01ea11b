import type { ReactNode } from 'react'
import { Mark } from './mark'

/** One state of a page in words: empty, failed, not allowed. What happened, and below it what to do. */
export function Notice(props: { title: string; heading?: 'h1' | 'h2'; role?: 'alert' | 'status'; children?: ReactNode }) {
  const { title, heading: Heading = 'h2', role, children } = props
  return (
    <div
      role={role}
      className="grid w-full max-w-[30rem] grid-cols-[minmax(0,1fr)] justify-items-start gap-3 text-quiet [overflow-wrap:anywhere]"
    >
      <Mark className="size-6" />
      <Heading className="text-[1rem] leading-6 font-semibold text-text">{title}</Heading>
      {children}
    </div>
  )
}
