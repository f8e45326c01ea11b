import type { Reading, RefreshSaid, WireRequest } from '../dialect.js'
import { fieldsOf } from '../fields.js'
import { error } from './errors.js'

/** Reads JSON and forms alike, and refuses in the words of Joi, which the format's boilerplate validates with. */
export function readRefresh({ body }: WireRequest): Reading<RefreshSaid> {
  // To Express, a request without a body has one without fields.
  const fields = body === undefined ? {} : fieldsOf(body)
  if (!fields) return { answer: error(400, '"body" must be of type object') }
  const { refreshToken } = fields
  if (refreshToken === undefined) return { answer: error(400, '"refreshToken" is required') }
  if (typeof refreshToken !== 'string') return { answer: error(400, '"refreshToken" must be a string') }
  if (refreshToken === '') return { answer: error(400, '"refreshToken" is not allowed to be empty') }
  return { said: { refreshToken } }
}
