'use client'
import type { Receiver } from '@tessera/contract'
import { cellsOf, givenLook } from '../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../lists/list-row'
import { ListTable } from '../../../lists/list-table'
import { When } from '../../../ui/when'
import type { Density } from '../../preferences'
import { receiverColumns } from './columns'
import { everybodys, formWords, ReceiverStateWord, whereWords } from './receiver-words'

const cells = cellsOf(receiverColumns(false))

/** The receivers. A row leads to the receiver's page. */
export function ReceiversTable({ receivers, bound, density }: { receivers: readonly Receiver[]; bound: boolean; density: Density }) {
  return (
    <ListTable columns={receiverColumns(bound)} caption="Receivers, newest first" density={density}>
      {receivers.map((receiver) => {
        const { id, name, state, form, company, waiting, last_delivered_at, created_at } = receiver
        const whose = company?.name ?? everybodys
        return (
          <ListRow key={id}>
            <td className={cells.state}>
              <ReceiverStateWord state={state} />
            </td>
            <td className={cells.name}>
              <div className="flex min-w-0 items-baseline gap-2">
                <RowLink href={`/receivers/${id}`}>{name}</RowLink>
                <span
                  title={receiver.url ?? undefined}
                  className={`min-w-0 shrink-[9999] font-mono text-small text-faint max-md:hidden ${givenLook}`}
                >
                  {whereWords(receiver)}
                </span>
              </div>
              <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
                <ReceiverStateWord state={state} />
                <span className="truncate">{formWords[form].name}</span>
              </div>
              <Whole />
            </td>
            <td className={cells.form}>{formWords[form].name}</td>
            {!bound && (
              <td className={cells.company}>
                <div dir="auto" title={whose} className={`${givenLook} ${company ? '' : 'text-quiet'}`}>
                  {whose}
                </div>
              </td>
            )}
            <td className={`${cells.waiting} font-mono ${waiting === 0 ? 'text-quiet' : ''}`}>{waitingWords(waiting)}</td>
            <td className={`${cells.delivered} text-quiet`}>
              {last_delivered_at ? <When at={last_delivered_at} /> : <span className="font-mono">never</span>}
            </td>
            <td className={`${cells.created} text-quiet`}>
              <When at={created_at} />
            </td>
          </ListRow>
        )
      })}
    </ListTable>
  )
}

/** Deliveries that wait are counted to a thousand. */
function waitingWords(waiting: number): string {
  return `${waiting.toLocaleString('en')}${waiting >= 1000 ? '+' : ''}`
}
