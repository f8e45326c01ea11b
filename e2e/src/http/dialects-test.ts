import { type LoginResponse, routes } from '@tessera/contract'
import type { FormatName } from './dialects.js'
import { createPerson, logIn, type Person } from './people.js'
import { expect, test as base } from './test.js'

interface Given {
  readonly ada: Person
  /** A session of hers, begun in no format. */
  readonly login: LoginResponse
}

interface Company {
  /** An API key of her company, of which the GenLogs format asks one. */
  readonly apiKey: string
}

export const test = base.extend<Given, Company>({
  apiKey: [
    async ({ owner }, use) => use((await owner.call(routes.createMyApiKey, { body: { name: 'GenLogs', scopes: ['tokens'] } })).key),
    { scope: 'worker' },
  ],
  ada: async ({ owner }, use) => use(await createPerson(owner)),
  login: async ({ api, ada }, use) => use(await logIn(api, ada)),
})
export { expect }

export const text: unknown = expect.any(String)
export const isoTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
/** As parsers read it that do not know `Z`. */
export const isoTimeWithOffset: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/)

/** The status line is the document's, the body ours. */
export function talkstackError(statusCode: 400 | 401, message: unknown = text) {
  return { status: statusCode, body: { statusCode, error: statusCode === 400 ? 'Bad Request' : 'Unauthorized', message } }
}

/** The body of each format's 401: the document's; at Talkstack, which documents none, ours. */
export const refused = {
  talkstack: talkstackError(401, 'The refresh token is invalid, has expired, or cannot be used here.').body,
  xerial: { code: 401, message: 'Please Authenticate' },
  freddy: { detail: 'Invalid refresh token' },
  genlogs: { detail: 'Invalid API key or refresh token' },
} as const satisfies Record<FormatName, object>

export const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }
