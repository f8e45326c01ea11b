import type { SigningKey } from '@tessera/contract'
import { StateWord } from '../../../ui/tile'

type State = SigningKey['state']

const words: Readonly<Record<State, { readonly hue: string; readonly word: string }>> = {
  next: { hue: 'bg-expired', word: 'Waits' },
  active: { hue: 'bg-active', word: 'Signs' },
  retiring: { hue: 'bg-ended', word: 'Published still' },
  retired: { hue: 'border border-ended', word: 'Retired' },
  withdrawn: { hue: 'bg-reuse', word: 'Withdrawn' },
}

/** A key's state: a tile and its word. */
export function SigningKeyStateWord({ state }: { state: State }) {
  return <StateWord {...words[state]} />
}

/** The beginning of a `kid`, which is enough to tell keys apart. */
export function shortKid(kid: string): string {
  return kid.slice(0, 8)
}

/** Whether there is anything to withdraw: what signs cannot be, and what is in no JWKS needs not. */
export function mayBeWithdrawn(state: State): boolean {
  return state === 'next' || state === 'retiring'
}
