import type { JSONWebKeySet } from 'jose'
import { accessTokenVerifier, type FindKey, type Possession } from '../access-token-verifier.js'
import type { AccessTokenClaims } from '../claims.js'
import { type DpopProof, verifyDpopProof } from '../dpop-proof.js'
import { KeysUnavailable } from '../keys/keys-unavailable.js'
import type { Revocations } from '../revocations/revocations.js'
import { answerTo, type Refused } from './answer.js'
import type { Refusal } from './refusals.js'
import { SeenProofs } from './seen-proofs.js'
import { type Scheme, shownToken } from './shown-token.js'

export interface ResourceServerOptions {
  /** The platform's `API_URL`, exactly as tokens name it. */
  readonly issuer: string
  /** This server's own name in `aud`: the `audience` of the clients that may call it. Another's tokens must not work here. */
  readonly audience: string
  /** What was revoked (`followRevocations`). Without it, a token is good until it expires, whatever happens to its session. */
  readonly revocations?: Revocations
  /** Where the platform publishes its keys. Default: `{issuer}/.well-known/jwks.json`. */
  readonly jwksUrl?: string | URL
  /** Keys that are not fetched, or found some other way, in the place of `jwksUrl`. */
  readonly keys?: JSONWebKeySet | FindKey
  /**
   * How long keys are good that could not be read again, in seconds. Default: 600; a day, where revocations are accepted when stale, for then
   * it was chosen to go on without the platform.
   */
  readonly keysLastFor?: number
  /** Told of each failed attempt to read the keys, for your log: requests are told no more than 503. They go on by themselves. */
  readonly onFault?: (fault: Error) => void
  /**
   * Where clients reach this server, such as `https://api.example.com`: a proof of possession is for an address under it. Default: what the
   * request says, which behind a proxy is often another, and which a sender may choose.
   */
  readonly origin?: string
  /** How far clocks may be apart, in seconds. Default: 5. */
  readonly clockTolerance?: number
  /** The time, in milliseconds. Default: this machine's. */
  readonly now?: () => number
}

/** A request, as far as it matters here. */
export interface ShownRequest {
  readonly method: string
  /** The whole address that was called. */
  readonly url: string
  /** The header of this name. */
  readonly authorization?: string | null | undefined
  /** The header of this name. Of two, send both with a comma between, as Node and `Headers` do: they are refused. */
  readonly dpop?: string | null | undefined
}

/** What an access token must be granted, all of it; an empty list for a place where any token for this server will do. */
export interface Requirement {
  readonly scopes: readonly string[]
}

export type Verdict = Admitted | Refused

/** A request that may go on. */
export interface Admitted {
  readonly claims: AccessTokenClaims
  readonly scheme: Scheme
  readonly refusal?: never
}

export interface ResourceServer {
  /**
   * Whether a request may go on, and for whom. Ask once for a request: a proof of possession is taken once.
   *
   * @throws TypeError for a scope that no token can have
   */
  check(request: ShownRequest, required: Requirement): Promise<Verdict>
  /** Whether somebody who was let in has these scopes as well. */
  checkScopes(admitted: Admitted, required: Requirement): Verdict
}

/** RFC 9449 leaves it to the server; a minute is what `verifyDpopProof` takes by itself. */
const longestProofAge = 60

/**
 * Guards a resource server: access tokens of one issuer for one audience (RFC 9068 §4), with the scopes that a place requires (RFC 6750),
 * bound to a key or not (RFC 9449), and not revoked.
 *
 * What cannot be checked, because keys or revocations cannot be had, is answered 503 and never 401.
 */
export function resourceServer(options: ResourceServerOptions): ResourceServer {
  const { issuer, audience, revocations, keys, onFault, origin, clockTolerance = 5, now = Date.now } = options
  for (const [name, value] of Object.entries({ issuer, audience })) {
    if (typeof value !== 'string' || value === '') throw new TypeError(`A resource server needs its ${name}.`)
  }
  const keysLastFor = options.keysLastFor ?? (revocations?.whenStale === 'accept' ? 86_400 : 600)
  const jwksUrl = options.jwksUrl ?? `${issuer}/.well-known/jwks.json`
  const verify = accessTokenVerifier({ issuer, audience, clockTolerance, now, ...(keys ? { keys } : { jwksUrl, keysLastFor, onFault }) })
  const seen = new SeenProofs((longestProofAge + 2 * clockTolerance + 1) * 1000)
  const realm = audience.replace(/[^ -~]|["\\]/g, '')

  async function judge(request: ShownRequest, scheme: Scheme, token: string): Promise<AccessTokenClaims | Refusal> {
    const proof = scheme === 'DPoP' ? await proofIn(request, token) : undefined
    if (typeof proof === 'string') return proof
    const claims = await claimsOf(token, proof)
    if (typeof claims === 'string') return claims
    const refusal = revocations?.refusalOf(claims)
    if (refusal) return refusal
    // Remembered last, so that nobody fills the memory who has no token.
    return proof && !seen.isFirst(proof, now()) ? 'proof_replayed' : claims
  }

  async function proofIn({ method, url, dpop }: ShownRequest, accessToken: string): Promise<DpopProof | Refusal> {
    if (!dpop) return 'proof_absent'
    const address = origin === undefined ? url : origin.replace(/\/$/, '') + pathOf(url)
    const rules = { longestAge: longestProofAge, clockTolerance, now: now() }
    const { proof, refusal } = await verifyDpopProof(dpop, { ...rules, method, url: address, accessToken })
    return proof ?? `proof_${refusal}`
  }

  async function claimsOf(token: string, possession: Possession | undefined): Promise<AccessTokenClaims | Refusal> {
    try {
      const { claims, refusal } = await verify(token, possession)
      return claims ?? refusal
    } catch (fault) {
      if (fault instanceof KeysUnavailable) return 'keys_unavailable'
      throw fault
    }
  }

  function checkScopes(admitted: Admitted, required: Requirement): Verdict {
    const scopes = scopesOf(required)
    const granted = admitted.claims.scope.split(' ')
    return scopes.every((scope) => granted.includes(scope)) ? admitted : answerTo('scope_missing', admitted.scheme, { realm, scopes })
  }

  return {
    checkScopes,
    async check(request, required) {
      const scopes = scopesOf(required)
      const { scheme, token, refusal } = shownToken(request.authorization)
      if (refusal) return answerTo(refusal, scheme, { realm, scopes })
      const judged = await judge(request, scheme, token)
      return typeof judged === 'string' ? answerTo(judged, scheme, { realm, scopes }) : checkScopes({ claims: judged, scheme }, required)
    },
  }
}

/** The path of an address; the query does not count in a proof, and is kept. */
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '')
}

/** RFC 6749 §3.3. A mistake here would refuse everybody, or nobody: it should be found at the first request. */
function scopesOf(required: Requirement | undefined): readonly string[] {
  const scopes = required?.scopes
  if (!Array.isArray(scopes)) throw new TypeError('Say which scopes are required; [] if any token will do.')
  const wrong = scopes.find((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))
  if (wrong !== undefined) throw new TypeError(`${JSON.stringify(wrong)} is no scope that a token can have.`)
  return scopes
}
