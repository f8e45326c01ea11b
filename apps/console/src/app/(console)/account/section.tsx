import { useId, type ReactNode } from 'react'

/** One subject of a page: what it is, what is said about it, and what can be done. */
export function Section(props: { title: string; id?: string; words?: ReactNode; action?: ReactNode; children?: ReactNode }) {
  const { title, id, words, action, children } = props
  const heading = useId()
  return (
    <section id={id} aria-labelledby={heading} className="grid scroll-mt-4 gap-4">
      <div className="grid gap-1">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <h2 id={heading} className="text-[1rem] leading-8 font-semibold">
            {title}
          </h2>
          {action}
        </div>
        {words && <div className="max-w-[34rem] text-quiet [overflow-wrap:anywhere]">{words}</div>}
      </div>
      {children}
    </section>
  )
}

/** Forms are as wide as what is typed into them. */
export const formWidth = 'grid w-full max-w-[24rem] gap-4'
