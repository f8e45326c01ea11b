import type { Receiver } from '@tessera/contract'
import type { Instant } from '@tessera/core'
import type { ReceiverPage, StoredReceiver } from '@tessera/persistence'
import { time } from '../http/time.js'

/** A receiver as the wire has it. */
export function receiverView({ id, name, form, company, url, kinds, audience, waiting, ...receiver }: StoredReceiver): Receiver {
  return {
    ...{ id, name, form, state: stateOf(receiver), company, url, audience },
    kinds: kinds && [...kinds],
    has_authorization: receiver.hasAuthorization,
    created_at: time(receiver.createdAt),
    created_by: receiver.createdBy,
    paused_at: timeOrNull(receiver.pausedAt),
    failing_since: timeOrNull(receiver.failingSince),
    retry_at: timeOrNull(receiver.retryAt),
    last_delivered_at: timeOrNull(receiver.lastDeliveredAt),
    waiting,
    former_secret_until: timeOrNull(receiver.formerSecretUntil),
  }
}

/** A page of them. */
export function receiverPage({ items, next, count, countCapped: count_capped }: ReceiverPage) {
  return { items: items.map(receiverView), next, count, count_capped }
}

function stateOf({ pausedAt, failingSince }: Pick<StoredReceiver, 'pausedAt' | 'failingSince'>): Receiver['state'] {
  if (pausedAt !== null) return 'paused'
  return failingSince === null ? 'working' : 'failing'
}

export const timeOrNull = (at: Instant | null): string | null => (at === null ? null : time(at))
