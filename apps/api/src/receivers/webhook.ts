import { createHmac } from 'node:crypto'
import type { Instant } from '@tessera/core'
import type { DueDelivery } from '@tessera/persistence'
import { eventView } from '../events/event-view.js'
import { time } from '../http/time.js'
import type { Outgoing } from './post.js'
import { webhookSecretPrefix } from './webhook-secret.js'

/**
 * A delivery as Standard Webhooks has it: `{type, timestamp, data}`, where the type is the event's kind and the data the event as the log shows it to
 * administrators. The id is the same at every attempt; the signatures are made anew, with each secret that is good now.
 *
 * @param secrets `whsec_…`, the present one first
 */
export function webhookOf({ id, entry, queuedAt }: DueDelivery, receiverId: string, secrets: readonly string[], now: Instant): Outgoing {
  const body = JSON.stringify(
    entry
      ? { type: entry.kind, timestamp: time(entry.at), data: eventView(entry) }
      : { type: 'test', timestamp: time(queuedAt), data: { receiver_id: receiverId } },
  )
  const [messageId, timestamp] = [`msg_${id}`, String(Math.floor(now / 1000))]
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(webhookSecretPrefix.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${messageId}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': messageId,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
    body,
  }
}
