import { type Trouble, troubles, type WireAnswer } from '../dialect.js'
import type { Example } from '../openapi/responses.js'
import { trouble } from './errors.js'

/** The others are about other addresses and methods; and limits are the token endpoint's, which names them itself. */
const notOfRequests: readonly Trouble[] = ['not_found', 'method_not_allowed', 'too_many_requests']

/** An example of each word that an endpoint may answer, with each of its statuses; the words of trouble come after the endpoint's own. */
export function errorExamples(errors: readonly WireAnswer[]): readonly Example[] {
  const ofRequests = troubles.filter((name) => !notOfRequests.includes(name)).map((name) => trouble[name])
  const byWord = new Map<string, Example>()
  for (const answer of [...errors, ...ofRequests]) {
    const name = String(answer.body['error'])
    const key = `${answer.status} ${name}`
    if (!byWord.has(key)) byWord.set(key, { name, answer })
  }
  return [...byWord.values()]
}
