import type { Dialect } from '../dialect.js'
import { refreshErrors, trouble } from './errors.js'
import { readRefresh } from './request.js'
import { refreshed } from './response.js'

export const freddy: Dialect = {
  name: 'freddy',
  title: 'Freddy',
  refresh: {
    summary: 'Refreshes in the Freddy format: the refresh token in a JSON body.',
    inputs: [{ name: 'refresh_token', in: 'body', holds: 'refreshToken' }],
    paths: ['/v1/auth/refresh'],
    read: readRefresh,
    answer: refreshed,
    errors: refreshErrors,
  },
  trouble,
  clientsNeedNotRotate: true,
}
