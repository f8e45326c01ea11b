import { overviewSpans } from '@tessera/contract'
import Link from 'next/link'
import type { Span } from './search-params'

const words: Readonly<Record<Span, string>> = { hour: 'Hour', day: 'Day', week: 'Week' }

/** How far back the figures go. */
export function SpanChoice({ now }: { now: Span }) {
  return (
    <nav aria-label="Over the last" className="flex rounded-md border border-edge/60">
      {overviewSpans.map((span) => (
        <Link
          key={span}
          href={span === 'hour' ? '/overview' : `/overview?span=${span}`}
          prefetch={false}
          scroll={false}
          aria-current={span === now ? 'true' : undefined}
          className="flex h-7.5 items-center px-3 font-medium text-quiet first:rounded-l-md last:rounded-r-md hover:text-text aria-[current]:bg-pressed aria-[current]:text-text"
        >
          {words[span]}
        </Link>
      ))}
    </nav>
  )
}
