import type { Overview } from '@tessera/contract'
import type { ReactNode } from 'react'
import { Tile } from '../../../ui/tile'
import { figure } from './figures'

const over: Readonly<Record<Overview['span'], string>> = { hour: 'in the last hour', day: 'in the last day', week: 'in the last week' }

/** What it comes to. */
export function Totals({ overview: { live, totals, span } }: { overview: Overview }) {
  return (
    <dl aria-label={`Figures ${over[span]}`} className="grid grid-cols-2 gap-x-6 gap-y-4 px-2 sm:grid-cols-3 xl:grid-cols-6">
      <Total name="Live sessions" hue="bg-active" below={live === null ? 'not counted yet' : live.estimated ? 'about, now' : 'now'}>
        {live === null ? '–' : figure(live.count)}
      </Total>
      <Total name="Logins" hue="bg-login" below={over[span]}>
        {figure(totals.logins)}
      </Total>
      <Total name="Failed logins" hue="bg-failed" below={over[span]}>
        {figure(totals.failed_logins)}
      </Total>
      <Total name="Refreshes" hue="bg-refresh" below={over[span]}>
        {figure(totals.refreshes)}
      </Total>
      <Total name="Revocations" hue="bg-ended" below={over[span]}>
        {figure(totals.ended)}
      </Total>
      <Total name="Reuse detected" hue="bg-reuse" below={over[span]}>
        {figure(totals.reuse_detected)}
      </Total>
    </dl>
  )
}

function Total({ name, hue, below, children }: { name: string; hue: string; below: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="flex items-center gap-2 text-table text-quiet">
        <Tile className={hue} />
        {name}
      </dt>
      <dd>
        <span className="block text-title font-semibold">{children}</span>
        <span className="text-small text-faint">{below}</span>
      </dd>
    </div>
  )
}
