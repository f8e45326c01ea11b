'use client'
import type { Overview } from '@tessera/contract'
import { ChevronRight } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useId, useState } from 'react'
import { exactTime } from '../../../ui/time-words'
import { useZone } from '../../../ui/when'
import { drawnPoints, figure, summary, type Drawn, type Series } from './figures'

// By itself it is bigger than the rest of the page, and nothing of it is needed to read what needs attention.
const Chart = dynamic(() => import('./chart').then(({ Chart }) => Chart), { ssr: false })

interface ChartPartProps {
  title: string
  overview: Overview
  series: readonly Series[]
  per: 'minute' | 'point'
  stepped?: boolean
}

/** A chart under its title, named by its last values; what it shows in a sentence for screen readers, and as a table for everybody. */
export function ChartPart({ title, overview, series, per, stepped = false }: ChartPartProps) {
  const heading = useId()
  const zone = useZone()
  const drawn = drawnPoints(overview, series, per)
  const time = (at: number) => exactTime(at, zone).slice(overview.span === 'week' ? 5 : 11)
  return (
    <section aria-labelledby={heading}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={heading} className="text-table font-semibold">
          {title}
        </h2>
        <Last drawn={drawn} series={series} />
      </div>
      <div role="img" aria-label={summary(drawn, series, time)} className="mt-2 h-44 border-b border-line">
        <Chart drawn={drawn} series={series} span={overview.span} time={time} stepped={stepped} />
      </div>
      <AsTable title={title} drawn={drawn} series={series} time={time} />
    </section>
  )
}

/** The last value of each thing that is drawn, in its hue: this is how one knows which line is which. */
function Last({ drawn, series }: { drawn: readonly Drawn[]; series: readonly Series[] }) {
  return (
    <p aria-hidden className="flex gap-x-4 text-table text-quiet">
      {series.map(({ tally, name, hue }, place) => {
        const last = drawn.findLast(({ values }) => values[place] !== null)?.values[place]
        return (
          <span key={tally} className="inline-flex items-baseline gap-1.5">
            <svg viewBox="0 0 8 8" className="size-2">
              <rect width={8} height={8} rx={2} fill={`var(${hue})`} />
            </svg>
            {series.length > 1 && name}
            <span className="font-mono text-text">{last === null || last === undefined ? '–' : figure(last)}</span>
          </span>
        )
      })}
    </p>
  )
}

interface AsTableProps {
  title: string
  drawn: readonly Drawn[]
  series: readonly Series[]
  time: (at: number) => string
}

function AsTable({ title, drawn, series, time }: AsTableProps) {
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} className="group/table text-table">
      <summary
        aria-label={`${title} as a table`}
        className="flex h-7 w-max list-none items-center gap-1 text-small text-faint hover:text-text [&::-webkit-details-marker]:hidden"
      >
        <ChevronRight aria-hidden className="size-3 transition-transform duration-150 group-open/table:rotate-90" />
        As a table
      </summary>
      {open && (
        <div tabIndex={0} role="region" aria-label={`${title}, table`} className="max-h-64 overflow-y-auto">
          <table className="w-full">
            <caption className="sr-only">{title}, newest first</caption>
            <thead>
              <tr>
                {['From', ...series.map(({ name }) => name)].map((name) => (
                  <th key={name} scope="col" className="sticky top-0 border-b border-line bg-canvas py-1 text-left font-medium text-quiet">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="font-mono">
              {drawn.toReversed().map(({ at, values }) => (
                <tr key={at}>
                  <th scope="row" className="border-b border-line py-1 text-left font-normal">
                    {time(at)}
                  </th>
                  {values.map((value, place) => (
                    <td key={series[place]?.tally} className="border-b border-line py-1">
                      {value === null ? 'not counted' : figure(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
