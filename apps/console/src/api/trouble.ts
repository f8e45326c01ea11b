import type { Problem } from '@tessera/contract'
import { ProblemError, UnreachableError } from '@tessera/sdk'
import { fieldName } from './field-names'

/** Why the API gave no answer that a page can show. Plain data: it may go to the browser. */
export type Trouble =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unavailable'; readonly retryAfter: number | null }
  | { readonly kind: 'busy'; readonly retryAfter: number | null }
  /** The session of whoever asked is over. `signIn`: where they begin another, and come back. */
  | { readonly kind: 'signed_out'; readonly signIn: string }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'second_factor_missing' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly problem: Problem }

/** A thrown value as a trouble; a fault of our own is thrown on. */
export function troubleOf(thrown: unknown): Trouble {
  if (thrown instanceof UnreachableError) return { kind: 'unreachable' }
  if (!(thrown instanceof ProblemError)) throw thrown
  const { problem, status, retryAfter } = thrown
  if (status >= 500) return { kind: 'unavailable', retryAfter }
  if (status === 429) return { kind: 'busy', retryAfter }
  if (problem.code === 'second_factor_missing') return { kind: 'second_factor_missing' }
  if (problem.code === 'forbidden' || problem.code === 'insufficient_scope') return { kind: 'forbidden' }
  if (status === 404) return { kind: 'not_found' }
  return { kind: 'refused', problem }
}

/** What happened, and what to do, in words. What was not done is for the page to say: only it knows what it was doing. */
export function inWords(trouble: Trouble): { readonly title: string; readonly advice: string } {
  switch (trouble.kind) {
    case 'unreachable':
      return { title: 'The API cannot be reached', advice: 'Try again in a moment. If it goes on, tell whoever runs it.' }
    case 'unavailable':
      return { title: 'The API cannot answer right now', advice: `${after(trouble.retryAfter)} If it goes on, tell whoever runs it.` }
    case 'busy':
      return { title: 'Too many attempts', advice: after(trouble.retryAfter) }
    case 'signed_out':
      return {
        title: 'You are signed out',
        advice: 'Sign in again in another tab, and then press here once more: this page stays as it is.',
      }
    case 'forbidden':
      return { title: 'Your role does not allow this', advice: 'Ask an owner for a role that does.' }
    case 'second_factor_missing':
      return {
        title: 'Your role needs a second factor',
        advice: 'Set one up with an authenticator app: it takes a minute, and everything your role allows opens right after.',
      }
    case 'not_found':
      return { title: 'There is nothing here', advice: 'It may have been removed, or belong to another company.' }
    case 'refused':
      return refusedInWords(trouble.problem)
  }
}

function refusedInWords({ title, detail, fields = [] }: Problem): { readonly title: string; readonly advice: string } {
  if (fields.length === 0) return { title, advice: detail }
  return { title: 'A part of this cannot be taken', advice: fields.map(({ field, fault }) => `${fieldName(field)} ${fault}.`).join(' ') }
}

function after(seconds: number | null): string {
  if (seconds === null) return 'Try again in a moment.'
  // Never too short: whoever comes a second early is refused again.
  const [count, unit] = seconds < 120 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return `Try again in ${count} ${count === 1 ? unit : `${unit}s`}.`
}

/** Whether trying again may help. A role that is gone does not come back by asking. */
export function isPassing({ kind }: Trouble): boolean {
  return kind === 'unreachable' || kind === 'unavailable' || kind === 'busy'
}

/** Whether asking again from this page may help: who is signed out may sign in in another tab. */
export const mayBeAnswered = (trouble: Trouble): boolean => isPassing(trouble) || trouble.kind === 'signed_out'

/** Where whoever is signed out begins another session; undefined for whoever is not. */
export const signInOf = (trouble: Trouble): string | undefined => (trouble.kind === 'signed_out' ? trouble.signIn : undefined)

const statuses: Readonly<Record<Trouble['kind'], number>> = {
  unreachable: 502,
  unavailable: 503,
  busy: 429,
  signed_out: 401,
  forbidden: 403,
  second_factor_missing: 403,
  not_found: 404,
  refused: 400,
}

/** The status of an answer that has no page around it. */
export const statusOf = ({ kind }: Trouble): number => statuses[kind]
