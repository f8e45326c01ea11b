import type { Extensions, ExtensionTools } from '../extensions.js'
import { lineSink } from './line-sink.js'
import { planClaims } from './plan-claims.js'

/** What a team of the name Acme adds. */
export function extensions({ log }: ExtensionTools): Extensions {
  const { BILLING_URL = 'http://localhost:8080', EVENT_FILE = 'events.jsonl' } = process.env
  log.info({ billing: BILLING_URL, events: EVENT_FILE }, 'extended')
  return { claims: [planClaims(BILLING_URL)], eventSinks: [lineSink(EVENT_FILE)] }
}
