import type { LoginSaid, Reading, RefreshSaid, WireRequest } from '../dialect.js'
import { missing, unprocessable } from '../validation-error.js'

/** Everything travels in the query and in one header. `accept` is documented as required, with a default: we do without it. */
export function readRefresh({ query, headers }: WireRequest): Reading<RefreshSaid> {
  const apiKey = headers['x-api-key']
  const refreshToken = query['refresh_token']
  if (apiKey !== undefined && refreshToken !== undefined) return { said: { apiKey, refreshToken } }
  const faults = [missingKey(apiKey), missingParameter(refreshToken, 'refresh_token')]
  return { answer: unprocessable(faults.flat()) }
}

/** Takes the user's e-mail and password from the query, as the refresh takes its token, and the API key from its header. */
export function readLogin({ query, headers }: WireRequest): Reading<LoginSaid> {
  const apiKey = headers['x-api-key']
  const { email, password } = query
  if (apiKey !== undefined && email !== undefined && password !== undefined) return { said: { apiKey, email, password } }
  const faults = [missingKey(apiKey), missingParameter(email, 'email'), missingParameter(password, 'password')]
  return { answer: unprocessable(faults.flat()) }
}

function missingKey(apiKey: string | undefined) {
  return apiKey === undefined ? [missing('header', 'x-api-key')] : []
}

function missingParameter(value: string | undefined, name: string) {
  return value === undefined ? [missing('query', name)] : []
}
