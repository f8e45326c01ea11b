import type { Client } from '@tessera/contract'
import { durationIn } from '../../../../ui/duration'

/** The lifetimes that a client may have of its own, as its form has them, with what each is for. */
export const lifetimes = [
  { field: 'access_token_lifetime', label: 'Access token', hint: 'How long a copy of one works where revocations are not followed.' },
  { field: 'idle_timeout', label: 'Idle timeout', hint: 'A session ends that was not refreshed for so long.' },
  { field: 'absolute_lifetime', label: 'Absolute lifetime', hint: 'A session ends so long after its login, however busy it is.' },
  {
    field: 'retry_window',
    label: 'Retry window',
    hint: 'For so long the same refresh token earns the same answer again: 60 seconds at most.',
  },
] as const satisfies readonly { field: keyof Client['defaults']; label: string; hint: string }[]

export type LifetimeField = (typeof lifetimes)[number]['field']
export type Lifetimes = Readonly<Record<LifetimeField, number | null>>

/** The lifetimes as they stand in the form. */
export function lifetimesIn(form: FormData): Lifetimes {
  return Object.fromEntries(lifetimes.map(({ field }) => [field, durationIn(form, field)])) as Lifetimes
}

export function lifetimesOf(client: Client): Lifetimes {
  return Object.fromEntries(lifetimes.map(({ field }) => [field, client[field]])) as Lifetimes
}
