'use client'
import type { AdminSession } from '@tessera/contract'
import { useState } from 'react'
import { ListTable } from '../../../lists/list-table'
import type { Density } from '../../preferences'
import { columns } from './columns'
import { RevokeDialog } from './revoke-dialog'
import { Row } from './row'

/** The found sessions. `r` asks whether to revoke the one that the focus is in. */
export function SessionsTable({
  sessions,
  density,
  mayRevoke,
}: {
  sessions: readonly AdminSession[]
  density: Density
  mayRevoke: boolean
}) {
  const [asked, ask] = useState<AdminSession | null>(null)

  function revoke(place: number): void {
    const session = sessions[place]
    if (mayRevoke && session?.state === 'active') ask(session)
  }

  return (
    <>
      <ListTable columns={columns} caption="Sessions, newest first" density={density} actions onR={revoke}>
        {sessions.map((session) => (
          <Row key={session.id} session={session} {...(mayRevoke && session.state === 'active' && { onRevoke: () => ask(session) })} />
        ))}
      </ListTable>
      <RevokeDialog session={asked} onClose={() => ask(null)} />
    </>
  )
}
