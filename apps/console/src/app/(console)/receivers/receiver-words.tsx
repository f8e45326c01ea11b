import type { Receiver } from '@tessera/contract'
import { StateWord } from '../../../ui/tile'

export type Form = Receiver['form']

const states: Readonly<Record<Receiver['state'], { readonly hue: string; readonly word: string }>> = {
  working: { hue: 'bg-active', word: 'Working' },
  failing: { hue: 'bg-reuse', word: 'Failing' },
  paused: { hue: 'bg-ended', word: 'Paused' },
}

/** A receiver's state: a tile and its word. */
export function ReceiverStateWord({ state }: Pick<Receiver, 'state'>) {
  return <StateWord {...states[state]} />
}

/** How a receiver is told. */
export const formWords: Readonly<Record<Form, { readonly name: string; readonly may: string }>> = {
  webhook: { name: 'Webhook', may: 'JSON about sessions and users, signed as Standard Webhooks has it' },
  set_push: { name: 'Token push', may: 'security event tokens about what is revoked, sent to an address (RFC 8935)' },
  set_poll: { name: 'Token poll', may: 'the same tokens, kept until the receiver asks for them (RFC 8936)' },
}

export const forms = Object.keys(formWords) as Form[]

/** Where it is told: an address without what belongs to the protocol, or that it asks. */
export function whereWords({ url }: Pick<Receiver, 'url'>): string {
  return url === null ? 'Asks by itself' : url.replace(/^https:\/\//, '')
}

/** What is done in the company of whoever may not choose one. */
export const everybodys = 'Every company'
