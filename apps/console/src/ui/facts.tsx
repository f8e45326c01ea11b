import type { ReactNode } from 'react'
import { CopyButton } from './copy-button'

/** Facts under a title; stands in a container (`@container`), by whose width each is one line or two. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-1.5 text-table font-semibold">{title}</h2>
      <dl className="grid border-t border-line">{children}</dl>
    </section>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 border-b border-line py-1.5 @md:grid-cols-[11rem_minmax(0,1fr)]">
      <dt className="text-quiet">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}

/** Words from outside, in their own direction. */
export function Given({ quiet = false, children }: { quiet?: boolean; children: string }) {
  return (
    <span dir="auto" className={quiet ? 'block text-left text-quiet' : 'block text-left'}>
      {children}
    </span>
  )
}

/** An id, and a way to copy it. `what` names it: “Copy user id”. */
export function Id({ id, what }: { id: string; what: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className="min-w-0 font-mono text-table">{id}</span>
      <CopyButton text={id} what={what} />
    </span>
  )
}
