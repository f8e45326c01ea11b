'use client'
import type { Overview } from '@tessera/contract'
import { WhenRoughly } from '../../../ui/when'
import { AttentionList } from './attention-list'
import { ChartPart } from './chart-part'
import { EndedByReason } from './ended-by-reason'
import type { Series } from './figures'
import { Totals } from './totals'
import { useOverview } from './use-overview'

const live: readonly Series[] = [{ tally: 'live', name: 'Live sessions', hue: '--active' }]
const refreshes: readonly Series[] = [{ tally: 'refreshes', name: 'Refreshes', hue: '--refresh' }]
const logins: readonly Series[] = [
  { tally: 'logins', name: 'Logins', hue: '--login' },
  { tally: 'failed_logins', name: 'Failed logins', hue: '--failed' },
]
const ends: readonly Series[] = [
  { tally: 'ended', name: 'Revocations', hue: '--ended' },
  { tally: 'reuse_detected', name: 'Reuse detected', hue: '--reuse' },
]

const steps: Readonly<Record<Overview['span'], string>> = { hour: 'a minute', day: 'a quarter of an hour', week: 'an hour' }

/** What needs attention, then the figures, then how they came about. Keeps itself up to date; nothing moves when it does. */
export function Board({ first }: { first: Overview }) {
  const { overview, trouble } = useOverview(first)
  const { span } = overview
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <AttentionList attention={overview.attention} />
        <p className="px-2 text-table text-quiet">
          {trouble === null ? (
            <>
              As of <WhenRoughly at={overview.as_of} />.
            </>
          ) : (
            <span className="text-reuse">
              {trouble}: these are the figures of <WhenRoughly at={overview.as_of} />.
            </span>
          )}
        </p>
      </div>
      <Totals overview={overview} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 lg:grid-cols-[repeat(2,minmax(0,1fr))]">
        <ChartPart title="Live sessions" overview={overview} series={live} per="point" />
        <ChartPart title="Refreshes per minute" overview={overview} series={refreshes} per="minute" />
        <ChartPart title="Logins per minute" overview={overview} series={logins} per="minute" />
        <ChartPart title={`Revocations in ${steps[span]}`} overview={overview} series={ends} per="point" stepped />
        <EndedByReason ended={overview.ended} points={overview.points} />
      </div>
    </div>
  )
}
