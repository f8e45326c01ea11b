import { Problem, problems, problemsOf, type Route } from '@tessera/contract'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Undefined when there is none. */
  readonly body: unknown
}

/** An answer that is not what the contract says of its route. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken'
}

/**
 * Holds an answer against the contract, and reads it: a success has its status's body and not a field more; all else is a problem (RFC
 * 9457) with a code that the route declares. Nothing is cached but the public keys.
 *
 * @throws ContractBroken, with everything that is wrong
 */
export async function held(route: Route, response: Response): Promise<Answer> {
  const { status, headers } = response
  const written = route.streams !== undefined && status in route.responses
  const text = await textOf(response)
  const body: unknown = written ? text : text === '' ? undefined : JSON.parse(text)
  const answer = { status, headers, body }
  const faults = [...faultsOfHeaders(route, answer), ...(status in route.responses ? faultsOfSuccess : faultsOfProblem)(route, answer)]
  if (faults.length > 0) {
    throw new ContractBroken(`${route.method} ${route.path} was answered ${status} ${text.slice(0, 1000)}\n  ${faults.join('\n  ')}`)
  }
  return answer
}

function faultsOfHeaders(route: Route, { status, headers }: Answer): string[] {
  const cached = status in route.responses && route.path.startsWith('/.well-known/')
  const json = status in route.responses ? (route.responses[status] ? 'application/json; charset=utf-8' : null) : 'application/problem+json'
  const types = (status in route.responses && route.streams?.map((type) => `${type}; charset=utf-8`)) || [json]
  return [
    ...unless((headers.get('cache-control') === 'no-store') !== cached, 'Cache-Control'),
    ...unless(types.includes(headers.get('content-type')), `Content-Type is not ${types.join(' or ')}`),
    ...unless(headers.get('x-content-type-options') === 'nosniff', 'X-Content-Type-Options'),
    ...unless(headers.get('x-request-id') !== null, 'X-Request-Id'),
    ...unless(headers.get('set-cookie') === null, 'Set-Cookie'),
  ]
}

/** All of it; of events, which do not end, nothing. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text()
  await response.body?.cancel()
  return ''
}

function faultsOfSuccess(route: Route, answer: Answer): string[] {
  if (!route.streams) return faultsOfBody(route, answer)
  // A table has the columns of its own tests; a JSON line is of the route's schema.
  if (!answer.headers.get('content-type')?.startsWith('application/jsonl')) return []
  const lines = String(answer.body).split('\n').slice(0, -1)
  return lines.flatMap((line) => faultsOfBody(route, { ...answer, body: JSON.parse(line) as unknown }))
}

function faultsOfBody(route: Route, { status, body }: Answer): string[] {
  const schema = route.responses[status]
  if (!schema) return unless(body === undefined, 'there is a body')
  const parsed = schema.safeParse(body)
  if (!parsed.success) return [parsed.error.message]
  // A schema drops what it does not know: so a field that the contract does not name shows as a difference.
  return unless(canonical(parsed.data) === canonical(body), 'the body has a field that the contract does not name')
}

function faultsOfProblem(route: Route, { status, headers, body }: Answer): string[] {
  const { data: problem, error } = Problem.strict().safeParse(body)
  if (!problem) return [error.message]
  const { code, reason, fields = [] } = problem
  const { status: declared, title } = problems[code]
  return [
    ...unless(problemsOf(route).includes(code), `the route does not declare ${code}`),
    ...unless(status === declared && problem.status === declared && problem.title === title, `status or title are not those of ${code}`),
    ...unless(new URL(problem.type).hash === `#problem-${code}`, 'type'),
    ...unless((reason !== undefined) === (code === 'session_ended'), 'reason'),
    ...unless(fields.length > 0 === (code === 'validation_failed'), 'fields'),
    // RFC 9110 §11.6.1, §15.5.6 and §10.2.3.
    ...unless(status !== 401 || headers.has('www-authenticate'), 'WWW-Authenticate'),
    ...unless(status !== 405 || headers.has('allow'), 'Allow'),
    ...unless(![429, 503].includes(status) || /^[1-9]\d*$/.test(headers.get('retry-after') ?? ''), 'Retry-After'),
  ]
}

function unless(holds: boolean, fault: string): string[] {
  return holds ? [] : [fault]
}

/** JSON with the fields of each object in one order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
