import type { AccessTokenClaims } from '../claims.js'
import type { Refused } from '../resource-server/answer.js'
import type { Refusal } from '../resource-server/refusals.js'
import type { Admitted, Requirement, ResourceServer, ShownRequest } from '../resource-server/resource-server.js'

/** What requests of Express and of Fastify, and so of Nest, have in common. */
export interface FrameworkRequest {
  readonly method: string
  readonly protocol: string
  readonly originalUrl: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Who was let in, and by whom. */
const admissions = new WeakMap<object, { readonly server: ResourceServer; readonly admitted: Admitted }>()

const refusals = new WeakMap<object, Refusal>()

/**
 * Checks a request, once for each server: where two guards of one server stand in its way, the second asks for its scopes only, since a proof
 * of possession is taken once.
 *
 * @returns null when it may go on: then `claimsOf` knows for whom
 */
export async function refusalTo(
  request: object,
  shown: ShownRequest,
  server: ResourceServer,
  required: Requirement,
): Promise<Refused | null> {
  const earlier = admissions.get(request)
  const verdict = earlier?.server === server ? server.checkScopes(earlier.admitted, required) : await server.check(shown, required)
  if (!verdict.claims) {
    refusals.set(request, verdict.refusal)
    return verdict
  }
  admissions.set(request, { server, admitted: verdict })
  return null
}

/**
 * For whom a request was let in.
 *
 * @throws Error when no guard stands before it: rather a broken page than an open one
 */
export function claimsOf(request: object): AccessTokenClaims {
  const { admitted } = admissions.get(request) ?? {}
  if (!admitted) throw new Error('Nothing has checked this request: put requireToken before its handler.')
  return admitted.claims
}

/** Why a request was not let in: for your log, and nobody else. Undefined for one that was. */
export function refusalOf(request: object): Refusal | undefined {
  return refusals.get(request)
}

export function shownBy({ method, protocol, originalUrl, headers }: FrameworkRequest): ShownRequest {
  const host = headers['host'] ?? headers[':authority']
  return {
    method,
    url: `${protocol}://${String(host)}${originalUrl}`,
    authorization: headers['authorization'] as string | undefined,
    dpop: headers['dpop']?.toString(),
  }
}
