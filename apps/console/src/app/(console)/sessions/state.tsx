import type { AdminSession, EndReason } from '@tessera/contract'
import { StateWord, Tile as PlainTile } from '../../../ui/tile'

type Life = Pick<AdminSession, 'state' | 'end'>
const tones = { active: 'bg-active', ended: 'bg-ended', expired: 'bg-expired', reuse: 'bg-reuse' } as const
export type Tone = keyof typeof tones

/** A reuse is an end too, but the one that somebody has to look at. */
export function toneOf({ state, end }: Life): Tone {
  return end?.reason === 'reuse_detected' ? 'reuse' : state
}

const words: Readonly<Record<Tone, string>> = { active: 'Active', ended: 'Ended', expired: 'Expired', reuse: 'Reuse detected' }

/** Why a session ended, as a phrase: “Reason: signed out”. */
export const reasonWords: Readonly<Record<EndReason, string>> = {
  logout: 'Signed out',
  revoked_by_user: 'Revoked by its user',
  revoked_by_admin: 'Revoked by an administrator',
  reuse_detected: 'Reuse detected',
  password_changed: 'Password changed',
  user_disabled: 'User disabled',
  user_deleted: 'User deleted',
  client_disabled: 'Client disabled',
  limit_exceeded: 'Too many sessions',
}

/** A tile in the hue of a state; say the word beside it. */
export function Tile({ tone, className = '' }: { tone: Tone; className?: string }) {
  return <PlainTile className={`${tones[tone]} ${className}`} />
}

/** A session's state: a tile and its word. */
export function State({ session }: { session: Life }) {
  const tone = toneOf(session)
  return <StateWord hue={tones[tone]} word={words[tone]} className={tone === 'reuse' ? 'font-medium text-reuse' : undefined} />
}
