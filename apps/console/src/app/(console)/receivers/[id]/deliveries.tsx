import type { Delivery, Receiver } from '@tessera/contract'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Answer } from '../../../../api/answer'
import { countWords } from '../../../../lists/count'
import { Paging } from '../../../../lists/paging'
import { ListSkeleton } from '../../../../lists/skeleton'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { DeliveriesTable } from './deliveries-table'
import { deliveryColumns } from './delivery-columns'
import { stateWords } from './delivery-words'
import { KeepFresh } from './keep-fresh'

type State = Delivery['state']

interface Found {
  readonly items: readonly Delivery[]
  readonly next: string | null
  readonly count: number
  readonly count_capped: boolean
}

interface DeliveriesProps {
  receiver: Receiver
  found: Promise<Answer<Found>>
  state: State | null
  /** Whether this is not the first page. */
  later: boolean
  mayChange: boolean
}

/** What the receiver was told and what waits for it; it is asked for by itself, and fails by itself. */
export async function Deliveries({ receiver, found, state, later, mayChange }: DeliveriesProps) {
  const answer = await found
  if (!answer.ok) {
    return (
      <Around receiver={receiver} state={state}>
        <div className="grid place-items-center py-8">
          <TroubleNotice trouble={answer.trouble} undone="The deliveries were not loaded." />
        </div>
      </Around>
    )
  }
  const { items, next } = answer.body
  return (
    <Around receiver={receiver} state={state} count={countWords(answer.body, 'delivery', 'deliveries')}>
      {items.length > 0 ? (
        <div className="overflow-x-auto">
          <DeliveriesTable receiverId={receiver.id} deliveries={items} mayChange={mayChange} />
        </div>
      ) : (
        <p className="py-3 text-quiet">{nothingWords(receiver, state, later)}</p>
      )}
      <Paging page={`/receivers/${receiver.id}`} shown={items.length} next={next} later={later} />
      {receiver.state !== 'paused' && items.some((delivery) => delivery.state === 'waiting') && (
        <KeepFresh every={isTriedSoon(receiver, items) ? 3_000 : 30_000} />
      )}
    </Around>
  )
}

/** Whether one of them is about to be tried. One that waits to be asked for may wait for long. */
function isTriedSoon({ form, retry_at }: Receiver, deliveries: readonly Delivery[]): boolean {
  const soon = new Date().getTime() + 60_000
  const isSoon = (at: string | null) => at === null || Date.parse(at) < soon
  return form !== 'set_poll' && isSoon(retry_at) && deliveries.some(({ state, due_at }) => state === 'waiting' && isSoon(due_at))
}

/** The same while it is asked for. */
export function DeliveriesToCome({ receiver, state }: Pick<DeliveriesProps, 'receiver' | 'state'>) {
  return (
    <Around receiver={receiver} state={state}>
      <ListSkeleton columns={deliveryColumns} words="Loading deliveries…" />
    </Around>
  )
}

function Around(props: { receiver: Receiver; state: State | null; count?: string; children: ReactNode }) {
  const { receiver, state, count, children } = props
  const page = `/receivers/${receiver.id}` as const
  return (
    <section aria-labelledby="deliveries" className="mt-8">
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id="deliveries" className="text-table font-semibold">
          Deliveries
        </h2>
        <p role="status" className="flex-1 text-table text-quiet">
          {count}
        </p>
        <nav aria-label="Which deliveries" className="flex rounded-md border border-edge/60">
          {choices.map((choice) => (
            <Link
              key={choice}
              href={choice === null ? page : `${page}?state=${choice}`}
              prefetch={false}
              scroll={false}
              aria-current={choice === state ? 'true' : undefined}
              className="flex h-7.5 items-center px-2.5 text-table text-quiet first:rounded-l-md last:rounded-r-md hover:text-text aria-[current]:bg-pressed aria-[current]:font-medium aria-[current]:text-text"
            >
              {choice === null ? 'All' : stateWords[choice]}
            </Link>
          ))}
        </nav>
      </div>
      <div className="border-t border-line">{children}</div>
    </section>
  )
}

const choices = [null, 'waiting', 'failed', 'delivered'] as const

function nothingWords({ form }: Receiver, state: State | null, later: boolean): string {
  if (later) return 'There are no more deliveries.'
  if (state !== null) return 'No delivery stands so.'
  return `Nothing has happened yet that it is told of. A test shows whether it ${form === 'set_poll' ? 'asks' : 'listens'}.`
}
