import { Suspense, type ReactNode } from 'react'
import type { Answer } from '../api/answer'
import { Count, type Counted } from './count'

/** The title of a list, how many there are beside it, and at the right what can be done. */
export function ListHead(props: { title: string; one: string; many: string; found: Promise<Answer<Counted>>; children?: ReactNode }) {
  const { title, one, many, found, children } = props
  return (
    <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
      <h1 className="text-title font-semibold">{title}</h1>
      <p role="status" className="min-w-fit flex-1 text-quiet">
        <Suspense>
          <Count found={found} one={one} many={many} />
        </Suspense>
      </p>
      {children}
    </div>
  )
}
