import type { FieldFault } from '@tessera/contract'
import type { z } from 'zod'

/** A request with a thousand faults is answered with the first few. */
const mostFaults = 20
const longestName = 64

/**
 * Parses one part of a request.
 *
 * @param part how its fields are named: `body`, `query`, `params`
 * @param faults where each field that is refused is added, once, with what is wrong in plain words
 * @returns the parsed value; undefined when there were faults
 */
export function parsePart<S extends z.ZodType>(schema: S, value: unknown, part: string, faults: FieldFault[]): z.output<S> | undefined {
  const parsed = schema.safeParse(value, { error: sentenceOf })
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    for (const path of names) {
      // A body has room for thousands: to find names for all would keep everybody else waiting.
      if (faults.length >= mostFaults) return undefined
      const field = [part, ...path].map(shown).join('.')
      // What is no text, say, is no text of the right length either.
      if (!faults.some((named) => named.field === field)) faults.push({ field, fault: issue.message })
    }
  }
  return undefined
}

function shown(name: PropertyKey): string {
  const text = String(name).replace(/\p{Surrogate}|\p{Control}/gu, '?')
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text
}

/** For what the schema has no words of its own. */
function sentenceOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${articled(issue.expected)}`
    case 'invalid_value':
      if (issue.input === undefined) return 'is required'
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return 'is not a field of this call'
    case 'too_small':
      return `must be at least ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`
    case 'invalid_format':
      return `must be a valid ${issue.format.replaceAll('_', ' ')}`
    default:
      return 'is not valid'
  }
}

function articled(type: string): string {
  if (type === 'int') return 'a whole number'
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long'
  return origin === 'array' ? ' entries long' : ''
}
