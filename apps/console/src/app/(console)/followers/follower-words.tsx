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

/**
 * Milliseconds that a follower is behind: as it was when it last reported, since nobody knows more between two reports; and of a silent
 * one, until now.
 *
 * @param asOf the API's time when it stood so
 */
export function lagOf({ position, reported_at, silent }: Pick<Follower, 'position' | 'reported_at' | 'silent'>, asOf: string): number {
  return between(position, silent ? asOf : reported_at)
}

/** How a follower stands, by what it does to access tokens of sessions that have ended. */
export function standingOf(follower: Follower, asOf: string): keyof typeof states {
  if (follower.silent) return follower.when_stale === 'accept' ? 'accepts' : 'refuses'
  return lagOf(follower, asOf) > late ? 'behind' : 'follows'
}

/** A follower's state: a tile and its word. */
export function FollowerStateWord({ follower, asOf }: { follower: Follower; asOf: string }) {
  return <StateWord {...states[standingOf(follower, asOf)]} />
}
