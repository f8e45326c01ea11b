'use client'
import type { Client } from '@tessera/contract'
import { cellsOf, givenLook } from '../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../lists/list-row'
import { ListTable } from '../../../lists/list-table'
import { classNames } from '../../../ui/class-names'
import { durationWords } from '../../../ui/duration'
import { When } from '../../../ui/when'
import type { Density } from '../../preferences'
import { ClientStateWord, kindWords } from './client-words'
import { columns } from './columns'

const cells = cellsOf(columns)

/** The clients. A row leads to the client's page. */
export function ClientsTable({ clients, density }: { clients: readonly Client[]; density: Density }) {
  return (
    <ListTable columns={columns} caption="Clients, in the order of their ids" density={density}>
      {clients.map((client) => (
        <ListRow key={client.client_id}>
          <td className={cells.state}>
            <ClientStateWord disabled={client.disabled} />
          </td>
          <td className={cells.name}>
            <RowLink href={`/clients/${client.client_id}`} className={classNames('block', client.disabled && 'text-quiet')}>
              {client.name}
            </RowLink>
            <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
              <ClientStateWord disabled={client.disabled} />
              <span className="truncate">{kindWords(client)}</span>
            </div>
            <Whole />
          </td>
          <td className={cells.id}>
            <div title={client.client_id} className={`${givenLook} font-mono text-quiet`}>
              {client.client_id}
            </div>
          </td>
          <td className={cells.kind}>{kindWords(client)}</td>
          <td className={`${cells.access} truncate`}>
            <Lifetime own={client.access_token_lifetime} platform={client.defaults.access_token_lifetime} />
          </td>
          <td className={`${cells.idle} truncate`}>
            <Lifetime own={client.idle_timeout} platform={client.defaults.idle_timeout} />
          </td>
          <td className={`${cells.created} text-quiet`}>
            <When at={client.created_at} />
          </td>
        </ListRow>
      ))}
    </ListTable>
  )
}

/** What the platform decides is quiet: what the client decides stands out. */
function Lifetime({ own, platform }: { own: number | null; platform: number }) {
  return <span className={own === null ? 'text-quiet' : undefined}>{durationWords(own ?? platform)}</span>
}
