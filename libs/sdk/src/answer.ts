import { Problem, type Route } from '@tessera/contract'
import { ProblemError, UnreachableError } from './faults.js'
import { readLeniently } from './lenient.js'
import { retryAfter } from './retry-after.js'

/**
 * Reads an answer with the contract's schema of its status; a status without a body gives undefined.
 *
 * @throws ProblemError when the answer is a problem of ours
 * @throws UnreachableError when it is anything else: then something between us and the API has answered
 */
export async function readAnswer(route: Route, response: Response, now: number): Promise<unknown> {
  const { status } = response
  const wait = retryAfter(response.headers, now)
  const notOurs = (what: string, cause?: unknown) =>
    new UnreachableError(`${route.method} ${route.path} was answered ${status} ${what}${by(response)}`, { cause, status, retryAfter: wait })

  const schema = route.responses[status]
  if (schema === null) return undefined
  const text = await response.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw notOurs('without JSON', cause)
  }
  if (schema) {
    const read = readLeniently(schema, json)
    if (!read.success) throw notOurs('in another shape than the contract’s', read.error)
    return read.data
  }
  const problem = readLeniently(Problem, json)
  if (status < 400 || !problem.success) throw notOurs('by something that is not our API', problem.error)
  throw new ProblemError(problem.data as Problem, status, wait)
}

/** Which address it was, without its query, in which there may be what people searched for. Not known of an answer that somebody made. */
function by({ url }: Response): string {
  return URL.canParse(url) ? `, by ${new URL(url).origin}${new URL(url).pathname}` : ''
}
