import type { AccessTokenClaims } from '../claims.js'
import type { Requirement, ResourceServer } from '../resource-server/resource-server.js'
import { claimsOf, refusalTo } from './request.js'

export { refusalOf } from './request.js'

/** Wraps a fetch handler: it runs only with an access token for this server, and is told for whom. What else it is given is passed on. */
export function requireToken<Rest extends readonly unknown[]>(
  server: ResourceServer,
  required: Requirement,
  handle: (request: Request, claims: AccessTokenClaims, ...rest: Rest) => Response | Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const { method, url, headers } = request
    const shown = { method, url, authorization: headers.get('authorization'), dpop: headers.get('dpop') }
    const refused = await refusalTo(request, shown, server, required)
    if (refused) return new Response(JSON.stringify(refused.body), { status: refused.status, headers: refused.headers })
    return handle(request, claimsOf(request), ...rest)
  }
}
