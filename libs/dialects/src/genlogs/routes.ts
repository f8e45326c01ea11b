import type { Dialect } from '../dialect.js'
import { loginErrors, refreshErrors, trouble } from './errors.js'
import { readLogin, readRefresh } from './request.js'
import { handedOut } from './response.js'

const apiKey = { name: 'x-api-key', in: 'header', holds: 'apiKey' } as const

export const genlogs: Dialect = {
  name: 'genlogs',
  title: 'GenLogs',
  refresh: {
    summary: 'Refreshes in the GenLogs format: the refresh token in the query, beside an API key of the user’s company.',
    inputs: [apiKey, { name: 'refresh_token', in: 'query', holds: 'refreshToken' }],
    paths: ['/auth/token/refresh'],
    // Nothing is read from the body. HTTP clients send an empty form with a POST that has none, and it is no reason to refuse.
    takesForms: true,
    read: readRefresh,
    answer: handedOut,
    errors: refreshErrors,
  },
  logIn: {
    summary: 'Logs a user in in the GenLogs format, with an API key of the user’s company.',
    inputs: [apiKey, { name: 'email', in: 'query', holds: 'email' }, { name: 'password', in: 'query', holds: 'password' }],
    paths: ['/auth/token', '/auth/token/'],
    takesForms: true,
    read: readLogin,
    answer: handedOut,
    errors: loginErrors,
  },
  trouble,
}
