import type { oauth2, WireAnswer } from '@tessera/dialects'
import type { FastifyReply, FastifyRequest } from 'fastify'
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

/** Answers, unless the deadline has passed: then the client has its answer already. */
export function send(reply: FastifyReply, { status, headers = {}, body }: WireAnswer): void {
  if (!reply.sent) reply.code(status).headers(headers).send(body)
}
