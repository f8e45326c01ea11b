import type { Delivery } from '@tessera/contract'
import type { DeliveryPage, StoredDelivery } from '@tessera/persistence'
import { time } from '../http/time.js'
import { timeOrNull } from './receiver-view.js'

/** A delivery as the wire has it. */
export function deliveryView({ id, event, state, attempts, ...delivery }: StoredDelivery): Delivery {
  return {
    ...{ id: String(id), state, attempts },
    event: event && { id: String(event.id), kind: event.kind, at: time(event.at) },
    queued_at: time(delivery.queuedAt),
    due_at: timeOrNull(delivery.dueAt),
    delivered_at: timeOrNull(delivery.deliveredAt),
    failed_at: timeOrNull(delivery.failedAt),
    last_status: delivery.lastStatus,
    last_fault: delivery.lastFault,
  }
}

/** A page of them. */
export function deliveryPage({ items, next, count, countCapped: count_capped }: DeliveryPage) {
  return { items: items.map(deliveryView), next: next === null ? null : String(next), count, count_capped }
}
