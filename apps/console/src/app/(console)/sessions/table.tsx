'use client'
import type { AdminSession } from '@tessera/contract'
import { useRef, useState } from 'react'
import { classNames } from '../../../ui/class-names'
import { useKeys } from '../../../ui/use-keys'
import type { Density } from '../../preferences'
import { ColumnHandle } from './column-handle'
import { actionsShown, actionsWidth, columns } from './columns'
import { RevokeDialog } from './revoke-dialog'
import { Row } from './row'

/** The found sessions. `j` and `k` move from row to row, Enter opens one, `r` asks whether to revoke it. */
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
  const body = useRef<HTMLTableSectionElement>(null)

  const links = () => [...(body.current?.querySelectorAll<HTMLAnchorElement>('a[data-session]') ?? [])]
  const place = () => links().findIndex((link) => link.closest('tr')?.contains(document.activeElement))
  const go = (to: number) => {
    const link = links()[to]
    link?.focus()
    link?.closest('tr')?.scrollIntoView({ block: 'nearest' })
  }
  useKeys({
    j: () => go(place() + 1),
    k: () => go(Math.max(0, place() - 1)),
    r: () => {
      const session = sessions[place()]
      if (mayRevoke && session?.state === 'active') ask(session)
    },
  })

  return (
    <>
      <table data-density={density} className="group/table w-full table-fixed border-separate border-spacing-0 text-table">
        <caption className="sr-only">Sessions, newest first</caption>
        <thead>
          <tr>
            {columns.map(({ id, title, width, shown }) => (
              <th
                key={id}
                scope="col"
                className={classNames(
                  'sticky top-0 z-10 h-8 border-b border-line bg-canvas px-3 text-left font-medium text-quiet first:pl-4',
                  id === 'user' && 'max-md:pl-4',
                  width,
                  shown,
                )}
              >
                {title}
                <ColumnHandle column={id} title={title} />
              </th>
            ))}
            <th scope="col" className={classNames('sticky top-0 z-10 border-b border-line bg-canvas', actionsWidth, actionsShown)}>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {sessions.map((session) => (
            <Row key={session.id} session={session} {...(mayRevoke && session.state === 'active' && { onRevoke: () => ask(session) })} />
          ))}
        </tbody>
      </table>
      <RevokeDialog session={asked} onClose={() => ask(null)} />
    </>
  )
}
