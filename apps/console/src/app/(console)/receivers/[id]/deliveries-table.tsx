'use client'
import type { Delivery } from '@tessera/contract'
import { actionsCell, cellsOf, givenLook } from '../../../../lists/columns'
import { ListTable } from '../../../../lists/list-table'
import { SubmitButton } from '../../../../ui/form-parts'
import { useDialogForm } from '../../../../ui/use-dialog-form'
import { When } from '../../../../ui/when'
import { redeliver } from './act'
import { deliveryColumns } from './delivery-columns'
import { answerWords, DeliveryStateWord, whatWords } from './delivery-words'

const cells = cellsOf(deliveryColumns)

interface DeliveriesTableProps {
  receiverId: string
  deliveries: readonly Delivery[]
  mayChange: boolean
}

/** What a receiver was told, and what waits for it. */
export function DeliveriesTable({ receiverId, deliveries, mayChange }: DeliveriesTableProps) {
  return (
    <ListTable columns={deliveryColumns} caption="Deliveries, newest first" actions={mayChange}>
      {deliveries.map((delivery) => {
        const { id, state, attempts, queued_at, due_at } = delivery
        // What was never tried is on its way already.
        const again = mayChange && attempts > 0 && <Redeliver receiverId={receiverId} delivery={delivery} />
        return (
          <tr key={id} className="group/row">
            <td className={cells.state}>
              <DeliveryStateWord state={state} />
            </td>
            <td className={cells.what}>
              <div title={whatWords(delivery)} className={givenLook}>
                {whatWords(delivery)}
              </div>
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-1 text-small text-quiet md:hidden">
                <DeliveryStateWord state={state} />
                <span>{answerWords(delivery)}</span>
                {again}
              </div>
            </td>
            <td className={cells.answer}>
              <div title={answerWords(delivery)} className={`${givenLook} ${state === 'delivered' ? 'text-quiet' : ''}`}>
                {answerWords(delivery)}
              </div>
            </td>
            <td className={`${cells.attempts} font-mono text-quiet`}>{attempts.toLocaleString('en')}</td>
            <td className={`${cells.next} text-quiet`}>
              {due_at === null ? <span className="text-faint">none</span> : <When at={due_at} />}
            </td>
            <td className={`${cells.queued} text-quiet`}>
              <When at={queued_at} />
            </td>
            {mayChange && <td className={actionsCell}>{again}</td>}
          </tr>
        )
      })}
    </ListTable>
  )
}

function Redeliver({ receiverId, delivery }: { receiverId: string; delivery: Delivery }) {
  const { pending, given } = useDialogForm(
    async (form) => {
      const answered = await redeliver(form)
      // A row has no room for a refusal.
      return answered.refused === undefined ? answered : { told: { title: 'Not sent again', detail: answered.refused } }
    },
    () => undefined,
  )
  return (
    <form {...given}>
      <input type="hidden" name="id" value={receiverId} />
      <input type="hidden" name="delivery" value={delivery.id} />
      <SubmitButton pending={pending} size="small" look="plain" aria-label={`Send again: ${whatWords(delivery)}`}>
        Again
      </SubmitButton>
    </form>
  )
}
