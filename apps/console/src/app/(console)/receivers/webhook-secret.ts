import type { Secret } from '../../../ui/shown-once'

/** A webhook's secret as it is shown. Unlike the others, Tessera has to keep it: it signs with it. */
export function webhookSecret(title: string, value: string): Secret {
  return { title, what: 'webhook secret', value, kept: 'It is shown this once. Tessera signs with it, and keeps it encrypted.' }
}
