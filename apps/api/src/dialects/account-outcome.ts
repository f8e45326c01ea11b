import type { FieldFault } from '@tessera/contract'
import type { AccountCall, AccountRefusal, AccountRoute, AccountSaid, Dialect, WireAnswer } from '@tessera/dialects'
import type { z } from 'zod'
import type { CallContext } from '../http/call-context.js'
import { parsePart } from '../http/field-faults.js'
import { type TooManyAttempts, tooManyInWords } from '../limits/too-many-attempts.js'

/** What became of a call about an account: done; refused with our private word; or unfit, with a sentence. */
export type AccountOutcome<Call extends AccountCall> =
  'done' | { readonly refusal: AccountRefusal<Call> } | { readonly unfit: string } | TooManyAttempts

/** Does what one of the calls says. @param call who asks, where the call is for whoever shows an access token */
export type AccountHandler<Call extends AccountCall> = (said: AccountSaid[Call], call: CallContext) => Promise<AccountOutcome<Call>>

/** Reads what was said with the schema of our own call: what is no good there is no good here. */
export function fitting<S extends z.ZodType>(schema: S, said: unknown): { readonly fit: z.output<S> } | { readonly unfit: string } {
  const faults: FieldFault[] = []
  const fit = parsePart(schema, said, '', faults)
  const [first] = faults
  return first ? { unfit: `The ${first.field.slice(1).replaceAll('_', ' ')} ${first.fault}.` } : { fit: fit as z.output<S> }
}

/** A password that cannot be set. */
export const weak = (faults: readonly string[]): { readonly unfit: string } => ({ unfit: `The password ${faults.join(', and ')}.` })

/** The outcome in the format's own words. */
export function worded(outcome: AccountOutcome<AccountCall>, route: AccountRoute<never>, { trouble }: Dialect): WireAnswer {
  if (outcome === 'done') return route.done
  if ('unfit' in outcome) return route.unfit(outcome.unfit)
  return outcome.refusal === 'too_many_attempts' ? tooManyInWords(trouble, outcome) : route.errors[outcome.refusal]
}
