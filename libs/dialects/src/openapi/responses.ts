import type { WireAnswer } from '../dialect.js'
import { type JsonSchema, schemaOfAny } from './schema.js'

/** An answer that may be given, for the reference. */
export interface Example {
  /** In small letters, for whoever chooses between the examples of one status. */
  readonly name: string
  readonly answer: WireAnswer
  /** What the server may add to it, as OpenAPI describes headers. */
  readonly headers?: object
}

const meanings: Readonly<Record<number, string>> = {
  200: 'Done.',
  400: 'The request is not as it has to be, or is refused.',
  408: 'The request took too long to arrive. Nothing was done.',
  413: 'The body is too large. Nothing was done.',
  414: 'The address is too long. Nothing was done.',
  415: 'A body of this media type is not taken. Nothing was done.',
  422: 'Something is missing, or is not what it has to be. Nothing was done.',
  429: 'There were too many attempts. Nothing was done.',
  431: 'The headers are too large. Nothing was done.',
  500: 'Trouble of ours. What was presented is as good as before: try again.',
  503: 'We cannot answer right now. What was presented is as good as before: try again.',
}

/**
 * The answers of an endpoint as OpenAPI 3.1 has them: for each status every different body, and a schema that all of them have.
 *
 * @param schema of a success, where it says more than the examples show
 */
export function responsesOf(examples: readonly Example[], schema?: object): Readonly<Record<string, Response>> {
  const byStatus = new Map<number, Example[]>()
  for (const example of examples) byStatus.set(example.answer.status, [...(byStatus.get(example.answer.status) ?? []), example])
  const responses = [...byStatus].map(([status, same]) => [String(status), response(status, same, status === 200 ? schema : undefined)])
  return Object.fromEntries(responses) as Record<string, Response>
}

interface Response {
  readonly description: string
  readonly headers?: object
  readonly content: object
}

/** What the server says beside the words of a format: when to come back, and which bound was reached. */
const headersOfLimits = {
  'retry-after': { $ref: '#/components/headers/RetryAfter' },
  ratelimit: { $ref: '#/components/headers/RateLimit' },
  'ratelimit-policy': { $ref: '#/components/headers/RateLimitPolicy' },
}

function response(status: number, examples: readonly Example[], schema: object | undefined): Response {
  const bodies = examples.map(({ answer }) => answer.body)
  const printed: object | JsonSchema = schema ?? schemaOfAny(bodies)
  const ofExamples = examples.map(({ answer, headers }) => ({ ...headersOf(answer), ...headers }))
  const headers = Object.assign({}, status === 429 ? headersOfLimits : {}, ...ofExamples) as object
  return {
    description: meanings[status] ?? 'Refused.',
    ...(Object.keys(headers).length > 0 && { headers }),
    content: { 'application/json': { schema: printed, examples: named(examples) } },
  }
}

/** Each body once; a name that two bodies have gets a number. */
function named(examples: readonly Example[]): Readonly<Record<string, object>> {
  const byName = new Map<string, object>()
  const seen = new Set<string>()
  for (const { name, answer } of examples) {
    const body = JSON.stringify(answer.body)
    if (seen.has(body)) continue
    seen.add(body)
    let free = name
    for (let number = 2; byName.has(free); number++) free = `${name}_${number}`
    byName.set(free, { value: answer.body })
  }
  return Object.fromEntries(byName)
}

function headersOf({ headers = {} }: WireAnswer): object {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { schema: { type: 'string' }, example: value }]))
}
