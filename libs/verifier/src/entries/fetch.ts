import type { AccessTokenClaims } from '../claims.js'
import type { Requirement, ResourceServer } from '../resource-server/resource-server.js'

/** Wraps a fetch handler: it runs only with an access token for this server, and is told for whom. What else it is given is passed on. */
export function requireToken<Rest extends readonly unknown[]>(
  server: ResourceServer,
  required: Requirement,
  handle: (request: Request, claims: AccessTokenClaims, ...rest: Rest) => Response | Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const { method, url, headers } = request
    const shown = { method, url, authorization: headers.get('authorization'), dpop: headers.get('dpop') }
    const verdict = await server.check(shown, required)
    if (verdict.claims) return handle(request, verdict.claims, ...rest)
    return new Response(JSON.stringify(verdict.body), { status: verdict.status, headers: verdict.headers })
  }
}
