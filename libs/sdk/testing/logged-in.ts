import { createSession, type SessionOptions } from '../src/session.js'
import { memoryStore } from '../src/store.js'
import { startApi } from './api.js'
import { clock } from './clock.js'

export const credentials = { email: 'ada@example.com', password: 'correct horse' }
export const refreshPath = '/v1/sessions/refresh'

/** Ada, logged in at an API of her own. Her access token lives for 900 s, and is due for the last 60 of them. */
export async function loggedIn(options: Omit<Extract<SessionOptions, { client?: never }>, 'baseUrl'> = {}) {
  const api = await startApi()
  const time = clock()
  const store = options.store ?? memoryStore()
  const session = createSession({ baseUrl: api.url, now: time.now, ...options, store })
  await session.logIn(credentials)
  return { api, time, store, session, baseUrl: api.url, resource: `${api.url}/resource` }
}

/** The fault of a promise that must be rejected. */
export async function faultOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (fault) {
    return fault
  }
  throw new Error('this should have failed')
}
