import type { Follower } from '@tessera/contract'
import { StateWord } from '../../../ui/tile'
import { between } from './lag'

/** Milliseconds behind from which on somebody may want to know why. */
const late = 5_000

export const viaWords: Readonly<Record<Follower['via'], string>> = { stream: 'Stream', poll: 'Polls' }
/** What it does with access tokens while it does not know what was revoked. */
export const staleWords: Readonly<Record<Follower['when_stale'], string>> = { refuse: 'Refuses', accept: 'Accepts' }

const states = {
  follows: { hue: 'bg-active', word: 'Follows' },
  behind: { hue: 'bg-expired', word: 'Behind' },
  refuses: { hue: 'bg-expired', word: 'Silent, refuses' },
  accepts: { hue: 'bg-reuse', word: 'Silent, accepts' },
} as const

/** Milliseconds that a follower was behind when it last reported. Between two reports, nobody knows. */
export function lagOf({ position, reported_at }: Pick<Follower, 'position' | 'reported_at'>): number {
  return between(position, reported_at)
}

/** How a follower stands, by what it does to access tokens of sessions that have ended. */
export function standingOf(follower: Follower): keyof typeof states {
  if (follower.silent) return follower.when_stale === 'accept' ? 'accepts' : 'refuses'
  return lagOf(follower) > late ? 'behind' : 'follows'
}

/** A follower's state: a tile and its word. */
export function FollowerStateWord({ follower }: { follower: Follower }) {
  return <StateWord {...states[standingOf(follower)]} />
}
