import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWK, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { type AccessTokenClaims, areAccessTokenClaims, requiredClaims } from './claims.js'

/** Why a string is no access token to trust. A private word: callers are told `invalid_token` (RFC 6750 §3.1) and no more. */
export type AccessTokenRefusal =
  /** Not a JWT, or one with a header or claims that an access token of ours never has. */
  | 'malformed'
  /** Signed with another algorithm than ES256, or not at all. */
  | 'wrong_algorithm'
  /** A JWT of another kind: an ID token, say (RFC 9068 §4). */
  | 'wrong_type'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'unknown_key'
  | 'wrong_signature'
  | 'expired'
  /** Its time has not come: one of the two clocks is wrong. */
  | 'not_yet_valid'

export type AccessTokenVerdict =
  { readonly claims: AccessTokenClaims; readonly refusal?: never } | { readonly refusal: AccessTokenRefusal; readonly claims?: never }

/** Finds a public key by its `kid`; undefined when there is none. */
export type FindKey = (kid: string) => JWK | undefined | Promise<JWK | undefined>

export type AccessTokenVerifierOptions = {
  /** The platform's `API_URL`, exactly as tokens name it. */
  readonly issuer: string
  /** This resource server's own name in `aud`. Default: the issuer, which tokens of clients without an audience carry. */
  readonly audience?: string
  /** How far the two clocks may be apart, in seconds. Default: 5. */
  readonly clockTolerance?: number
  /** The time, in milliseconds. Default: this machine's. */
  readonly now?: () => number
} & (
  | {
      /** Where the platform publishes its keys: `{issuer}/.well-known/jwks.json`. Fetched when needed, at most every 30 s. */
      readonly jwksUrl: string | URL
    }
  | { readonly keys: JSONWebKeySet | FindKey }
)

/** The keys could not be asked for: nothing is known about the token. Answer 503, never 401. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

/**
 * Checks access tokens of one issuer for one audience (RFC 9068 §4, RFC 8725): algorithm ES256 and type `at+jwt` and no other, a known
 * key, the signature, issuer, audience, times, and every claim of `AccessTokenClaims`. An unknown `crit` header refuses the token.
 *
 * A token that passes may be of a session that was revoked since: it lives until `exp`.
 *
 * @returns a function from a token to its claims, or to the refusal
 * @throws KeysUnavailable, from the returned function, when the keys cannot be had
 */
export function accessTokenVerifier(options: AccessTokenVerifierOptions): (token: string) => Promise<AccessTokenVerdict> {
  const findKey = keyFinder(options)
  const expected = {
    algorithms: ['ES256'],
    typ: 'at+jwt',
    issuer: options.issuer,
    audience: options.audience ?? options.issuer,
    clockTolerance: options.clockTolerance ?? 5,
    requiredClaims: [...requiredClaims],
  }
  return async (token) => {
    const currentDate = new Date(options.now?.() ?? Date.now())
    try {
      const { payload } = await jwtVerify(token, findKey, { ...expected, currentDate })
      if (!areAccessTokenClaims(payload)) return { refusal: 'malformed' }
      // jose looks at `iat` only together with a maximum age.
      if (payload.iat > currentDate.getTime() / 1000 + expected.clockTolerance) return { refusal: 'not_yet_valid' }
      return { claims: payload }
    } catch (fault) {
      const refusal = refusalOf(fault)
      if (refusal === null) throw new KeysUnavailable('The signing keys could not be read.', { cause: fault })
      return { refusal }
    }
  }
}

function keyFinder(options: AccessTokenVerifierOptions): JWTVerifyGetKey {
  if ('jwksUrl' in options) return createRemoteJWKSet(new URL(options.jwksUrl), { timeoutDuration: 5000, cooldownDuration: 30_000 })
  const { keys } = options
  if (typeof keys !== 'function') return createLocalJWKSet(keys)
  return async ({ kid }) => {
    const key = kid === undefined ? undefined : await keys(kid)
    if (!key) throw new errors.JWKSNoMatchingKey()
    return key
  }
}

/** The refusal that jose's error stands for; null when it says nothing about the token. */
function refusalOf(fault: unknown): AccessTokenRefusal | null {
  if (fault instanceof errors.JWTExpired) return 'expired'
  if (fault instanceof errors.JWTClaimValidationFailed) {
    if (fault.claim === 'typ') return 'wrong_type'
    if (fault.claim === 'iss') return 'wrong_issuer'
    if (fault.claim === 'aud') return 'wrong_audience'
    return fault.claim === 'nbf' ? 'not_yet_valid' : 'malformed'
  }
  if (fault instanceof errors.JOSEAlgNotAllowed) return 'wrong_algorithm'
  if (fault instanceof errors.JWKSNoMatchingKey || fault instanceof errors.JWKSMultipleMatchingKeys) return 'unknown_key'
  if (fault instanceof errors.JWSSignatureVerificationFailed) return 'wrong_signature'
  if (fault instanceof errors.JWSInvalid || fault instanceof errors.JWTInvalid || fault instanceof errors.JOSENotSupported)
    return 'malformed'
  return null
}
