import { createLocalJWKSet, errors, type JSONWebKeySet, type JWK, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { type AccessTokenClaims, areAccessTokenClaims, requiredClaims } from './claims.js'
import type { DpopProof } from './dpop-proof.js'
import { KeysUnavailable } from './keys/keys-unavailable.js'
import { remoteKeys } from './keys/remote-keys.js'

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
  /** Bound to a key (RFC 9449 §6), and shown without a proof of it: whoever shows it may have stolen it. */
  | 'proof_missing'
  /** The proof was made by another key than the token's. */
  | 'wrong_key'
  /** Not bound to a key, and shown as if it were (RFC 9449 §7.1). */
  | 'not_bound'

export type AccessTokenVerdict =
  { readonly claims: AccessTokenClaims; readonly refusal?: never } | { readonly refusal: AccessTokenRefusal; readonly claims?: never }

/**
 * The proof that came with the token (`verifyDpopProof`, told of this token); none for a token that came as `Bearer`. `not_asked` is for
 * those who only tell what a token says, as introspection does: such a verdict lets nobody in.
 */
export type Possession = Pick<DpopProof, 'thumbprint'> | 'not_asked'

export type VerifyAccessToken = (token: string, possession?: Possession) => Promise<AccessTokenVerdict>

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
      /** Where the platform publishes its keys: `{issuer}/.well-known/jwks.json`. Read when needed; for unknown keys, at most every 10 s. */
      readonly jwksUrl: string | URL
      /**
       * How long keys are good that could not be read again, in seconds; a key that was withdrawn meanwhile is trusted for as long.
       * Default: 600.
       */
      readonly keysLastFor?: number
      /** Told of each failed attempt to read the keys, for your log. They go on by themselves. */
      readonly onFault?: ((fault: Error) => void) | undefined
    }
  | { readonly keys: JSONWebKeySet | FindKey }
)

/**
 * Checks access tokens of one issuer for one audience (RFC 9068 §4, RFC 8725): algorithm ES256 and type `at+jwt` and no other, a known
 * key, the signature, issuer, audience, times, and every claim of `AccessTokenClaims`. An unknown `crit` header refuses the token.
 *
 * A token that is bound to a key (RFC 9449) passes only with a proof by that key, and one that is not only without.
 *
 * A token that passes may be of a session that was revoked since: it lives until `exp`.
 *
 * @returns a function from a token, and the proof that came with it, to its claims, or to the refusal
 * @throws TypeError for an issuer that no token can name
 * @throws KeysUnavailable, from the returned function, when the keys cannot be had
 */
export function accessTokenVerifier(options: AccessTokenVerifierOptions): VerifyAccessToken {
  mustBeIssuer(options.issuer)
  const findKey = keyFinder(options)
  const expected = {
    algorithms: ['ES256'],
    typ: 'at+jwt',
    issuer: options.issuer,
    audience: options.audience ?? options.issuer,
    clockTolerance: options.clockTolerance ?? 5,
    requiredClaims: [...requiredClaims],
  }
  return async (token, possession) => {
    const currentDate = new Date(options.now?.() ?? Date.now())
    try {
      const { payload } = await jwtVerify(token, findKey, { ...expected, currentDate })
      if (!areAccessTokenClaims(payload)) return { refusal: 'malformed' }
      // jose looks at `iat` only together with a maximum age.
      if (payload.iat > currentDate.getTime() / 1000 + expected.clockTolerance) return { refusal: 'not_yet_valid' }
      const refusal = refusalOfBinding(payload.cnf?.jkt, possession)
      return refusal === null ? { claims: payload } : { refusal }
    } catch (fault) {
      const refusal = refusalOf(fault)
      if (fault instanceof KeysUnavailable) throw fault
      if (refusal === null) throw new KeysUnavailable('The signing keys could not be read.', { cause: fault })
      return { refusal }
    }
  }
}

/** Tokens name the platform's origin, and are compared with it as they are (RFC 8414 §3.3): `https://auth.example.com/` would refuse them all. */
function mustBeIssuer(issuer: string): void {
  const named = /^https?:/i.test(issuer) && URL.canParse(issuer) ? new URL(issuer).origin : 'https://auth.example.com'
  if (issuer !== named) throw new TypeError(`The issuer must be as tokens name it, such as ${named}; it is ${JSON.stringify(issuer)}.`)
}

function keyFinder(options: AccessTokenVerifierOptions): JWTVerifyGetKey {
  if ('jwksUrl' in options) {
    const { jwksUrl: url, keysLastFor = 600, now = Date.now, onFault } = options
    return remoteKeys({ url, keysLastFor, now, onFault })
  }
  const { keys } = options
  if (typeof keys !== 'function') return createLocalJWKSet(keys)
  return async ({ kid }) => {
    const key = kid === undefined ? undefined : await keys(kid)
    if (!key) throw new errors.JWKSNoMatchingKey()
    return key
  }
}

function refusalOfBinding(boundTo: string | undefined, possession: Possession | undefined): AccessTokenRefusal | null {
  if (possession === 'not_asked') return null
  if (boundTo === undefined) return possession === undefined ? null : 'not_bound'
  if (possession === undefined) return 'proof_missing'
  return possession.thumbprint === boundTo ? null : 'wrong_key'
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
