import { useId, type ReactNode } from 'react'
import type { Answer } from '../../../../api/answer'
import { TroubleNotice } from '../../../../ui/trouble-notice'

interface PartProps<Body> {
  title: string
  answer: Answer<Body>
  undone: string
  /** At the right of the title. */
  aside?: ReactNode
  children: (body: Body) => ReactNode
}

/** A part of the page that is asked for by itself, and fails by itself. */
export function Part<Body>({ title, answer, undone, aside, children }: PartProps<Body>) {
  const heading = useId()
  return (
    <section aria-labelledby={heading}>
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={heading} className="text-table font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      {answer.ok ? (
        children(answer.body)
      ) : (
        <div className="grid place-items-center border-t border-line py-8">
          <TroubleNotice trouble={answer.trouble} undone={undone} />
        </div>
      )}
    </section>
  )
}
