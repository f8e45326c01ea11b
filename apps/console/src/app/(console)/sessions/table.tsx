'use client'
import type { AdminSession } from '@tessera/contract'
import { useMemo, useState } from 'react'
import { useColumns } from '../../../lists/chosen-columns'
import { cellsOf } from '../../../lists/columns'
import type { Counted } from '../../../lists/count'
import { ListTable } from '../../../lists/list-table'
import { SelectPage } from '../../../lists/select-rows'
import type { Density } from '../../preferences'
import { columns as all, standardColumns } from './columns'
import type { RowQuery } from './fetch-rows'
import { RevokeDialog } from './revoke-dialog'
import { Row } from './row'
import { SelectionBar } from './selection-bar'
import { useLiveRows } from './use-live-rows'
import { useLiveSelection } from './use-live-selection'

interface SessionsTableProps {
  sessions: readonly AdminSession[]
  /** How many the search finds in all. */
  found: Counted
  /** Whether there are other pages. */
  paged: boolean
  query: RowQuery
  density: Density
  mayRevoke: boolean
}

/** The found sessions, as they are now. `x` selects the one that the focus is in, `r` asks whether to revoke it. */
export function SessionsTable({ sessions, found, paged, query, density, mayRevoke }: SessionsTableProps) {
  const [asked, ask] = useState<AdminSession | null>(null)
  const { rows, fresh, ended } = useLiveRows(sessions, query)
  const { columns, least } = useColumns(all, standardColumns)
  const looks = useMemo(() => cellsOf(columns), [columns])
  const selecting = useLiveSelection(rows)
  const page = rows.filter(({ state }) => state === 'active').map(({ id }) => id)

  function revoke(place: number): void {
    const session = rows[place]
    if (mayRevoke && session?.state === 'active') ask(session)
  }
  function select(place: number): void {
    const session = rows[place]
    if (session?.state === 'active') selecting?.change(session.id, !(selecting.all || selecting.ids.has(session.id)), page)
  }

  return (
    <>
      <ListTable
        columns={columns}
        caption="Sessions, newest first"
        density={density}
        least={least}
        actions
        {...(selecting && { select: <SelectPage page={page} words="Select the page" selecting={selecting} /> })}
        onR={revoke}
        onX={select}
      >
        {rows.map((session) => (
          <Row
            key={session.id}
            session={session}
            columns={columns}
            looks={looks}
            page={page}
            fresh={fresh.has(session.id)}
            {...(mayRevoke && session.state === 'active' && { onRevoke: () => ask(session) })}
          />
        ))}
      </ListTable>
      <p role="status" className="sr-only">
        {ended > 0 && (ended === 1 ? 'One session of this list has ended.' : `${ended} sessions of this list have ended.`)}
      </p>
      {selecting && <SelectionBar selecting={selecting} page={page} paged={paged} found={found} query={query} />}
      <RevokeDialog session={asked} onClose={() => ask(null)} />
    </>
  )
}
