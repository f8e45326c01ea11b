import type { WireRequest } from '@tessera/dialects'
import type { FastifyRequest } from 'fastify'
import { Form } from '../http/form-body.js'
import type { Query } from '../http/query.js'

/** A request as a wire format reads it; null when its query or form has a field twice, or bytes that are not UTF-8. */
export function wireRequestOf(request: FastifyRequest): WireRequest | null {
  const { fields, faults } = request.query as Query
  const { body } = request
  if (faults.length > 0) return null
  const headers = request.headers as WireRequest['headers']
  if (!(body instanceof Form)) return { body, query: fields, headers }
  return body.faults.length > 0 ? null : { body: body.fields, query: fields, headers }
}
