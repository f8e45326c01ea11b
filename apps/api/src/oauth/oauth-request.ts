import type { oauth2 } from '@tessera/dialects'
import type { FastifyRequest } from 'fastify'
import { Form } from '../http/form-body.js'
import type { Query } from '../http/query.js'

/** A request as the OAuth endpoints read it. */
export function oauthRequestOf({ body, query, headers }: FastifyRequest): oauth2.OAuthRequest {
  return {
    form: body instanceof Form ? body : undefined,
    query: query as Query,
    authorization: headers.authorization,
    apiKey: headers['x-api-key']?.toString(),
  }
}
