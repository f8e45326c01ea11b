import type { onRequestAsyncHookHandler } from 'fastify'
import type { Requirement, ResourceServer } from '../resource-server/resource-server.js'
import { refusalTo, shownBy } from './request.js'

export { claimsOf, refusalOf } from './request.js'

/** A hook that lets a request through only with an access token for this server: `{ onRequest: requireToken(server, { scopes }) }`. */
export function requireToken(server: ResourceServer, required: Requirement): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const refused = await refusalTo(request, shownBy(request), server, required)
    if (refused) return reply.code(refused.status).headers(refused.headers).send(JSON.stringify(refused.body))
  }
}
