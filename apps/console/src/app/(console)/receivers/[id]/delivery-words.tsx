import type { Delivery } from '@tessera/contract'
import { eventSentence } from '../../../../events/event-words'
import { StateWord } from '../../../../ui/tile'

type State = Delivery['state']

export const stateWords: Readonly<Record<State, string>> = { waiting: 'Waiting', delivered: 'Delivered', failed: 'Given up' }
const hues: Readonly<Record<State, string>> = { waiting: 'bg-expired', delivered: 'bg-active', failed: 'bg-reuse' }

/** A delivery's state: a tile and its word. */
export function DeliveryStateWord({ state }: Pick<Delivery, 'state'>) {
  return <StateWord hue={hues[state]} word={stateWords[state]} />
}

/** What it tells, in a sentence. */
export function whatWords({ event }: Pick<Delivery, 'event'>): string {
  return event === null ? 'A test, or an event that was forgotten since' : eventSentence({ kind: event.kind, reason: null, details: null })
}

/** What kept a delivery from being taken, by the API's words for it. A later version may have more. */
const faults: Readonly<Record<string, string>> = {
  timeout: 'No answer in time',
  unresolved: 'Its name leads nowhere',
  refused_address: 'On a network that is not allowed',
  refused_scheme: 'Not over https',
  connection_refused: 'It refused the connection',
  connection_reset: 'It broke the connection off',
  unreachable: 'It cannot be reached',
  certificate_refused: 'Its certificate is not trusted',
  not_http: 'It does not speak HTTP',
  no_answer: 'No answer',
  forgotten: 'The event was forgotten before',
  unreadable: 'Its secret cannot be read',
}
/** Faults that say no more than the status does. */
const ofStatus: ReadonlySet<string> = new Set(['unwell', 'refused', 'gone'])

/** What came back last: a status of HTTP, or what went wrong instead. */
export function answerWords({ last_status, last_fault }: Pick<Delivery, 'last_status' | 'last_fault'>): string {
  const fault = last_fault === null ? null : (faults[last_fault] ?? last_fault.replaceAll('_', ' '))
  if (last_status !== null) return fault === null || ofStatus.has(fault) ? `Answered ${last_status}` : `Answered ${last_status}: ${fault}`
  return fault === null ? 'Nothing yet' : fault.charAt(0).toUpperCase() + fault.slice(1)
}
