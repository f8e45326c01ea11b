import type { Reading, RefreshSaid, WireRequest } from '../dialect.js'
import { fieldsOf } from '../fields.js'
import { notAnObject, notText, unprocessable } from '../validation-error.js'

/** An empty string is a string to FastAPI: it is read, and refused as the invalid token that it is. */
export function readRefresh({ body }: WireRequest): Reading<RefreshSaid> {
  const fields = fieldsOf(body)
  if (!fields) return { answer: unprocessable([notAnObject(body)]) }
  const refreshToken = fields['refresh_token']
  if (typeof refreshToken !== 'string') return { answer: unprocessable([notText(refreshToken, 'body', 'refresh_token')]) }
  return { said: { refreshToken } }
}
