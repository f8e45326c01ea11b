'use client'
import { useLinkStatus } from 'next/link'
import { classNames } from './class-names'

/** In a link: a line that shows that where it leads is being fetched. It comes a moment later, so that what is quick does not flash. */
export function Fetching({ className, busy }: { className: string; busy?: string }) {
  const { pending } = useLinkStatus()
  return (
    pending && (
      <span
        aria-hidden
        ref={(line) => {
          const at = busy === undefined ? null : line?.closest(busy)
          at?.setAttribute('aria-busy', 'true')
          return () => at?.removeAttribute('aria-busy')
        }}
        className={classNames('absolute h-0.5 animate-wait bg-edge', className)}
      />
    )
  )
}
