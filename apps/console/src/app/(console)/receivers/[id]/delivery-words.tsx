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

/** What came back last: a status of HTTP, or what went wrong instead. A later version may know more faults. */
export function answerWords({ last_status, last_fault }: Pick<Delivery, 'last_status' | 'last_fault'>): string {
  if (last_status !== null) return `Answered ${last_status}`
  return last_fault === null ? 'Nothing yet' : plain(last_fault)
}

function plain(fault: string): string {
  const words = fault.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
