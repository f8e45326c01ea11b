import type { RequestHandler } from 'express'
import type { Requirement, ResourceServer } from '../resource-server/resource-server.js'
import { refusalTo, shownBy } from './request.js'

export { claimsOf, refusalOf } from './request.js'

/** A middleware that lets a request through only with an access token for this server. */
export function requireToken(server: ResourceServer, required: Requirement): RequestHandler {
  return (request, response, next) => {
    refusalTo(request, shownBy(request), server, required).then((refused) => {
      if (refused) response.status(refused.status).set(refused.headers).send(JSON.stringify(refused.body))
      else next()
    }, next)
  }
}
