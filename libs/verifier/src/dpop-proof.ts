import { base64url, calculateJwkThumbprint, errors, type JWTPayload, jwtVerify } from 'jose'
import { embeddedKey } from './embedded-key.js'
import { targetUriOf } from './target-uri.js'

/** What proofs may be signed with: `algs` of a challenge (RFC 9449 §7.1), `dpop_signing_alg_values_supported` of metadata (§5.1). */
export const dpopAlgorithms = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA', 'Ed25519'] as const

/** Why a proof proves nothing. A private word: callers are told `invalid_dpop_proof`; `use_dpop_nonce` where it is the nonce. */
export type DpopProofRefusal =
  /** Not a JWT, too long, or without a claim that every proof has. */
  | 'malformed'
  /** A JWT of another kind. */
  | 'wrong_type'
  /** Signed with a symmetric algorithm, or one that is not among `dpopAlgorithms`, or not at all. */
  | 'wrong_algorithm'
  /** The header has no key, one that does not fit the algorithm, or a private one. */
  | 'wrong_key'
  | 'wrong_signature'
  /** Made for another request: `htm`, `htu`. */
  | 'wrong_method'
  | 'wrong_url'
  /** Made for another access token, or for none: `ath`. */
  | 'wrong_access_token'
  | 'expired'
  | 'not_yet_valid'
  /** The server hands out nonces, and the proof has none. */
  | 'nonce_missing'
  /** The nonce is not the server's, or too old. */
  | 'wrong_nonce'

/** A proof that holds (RFC 9449 §4.3). */
export interface DpopProof {
  /** RFC 7638 thumbprint of the key that made it: what `cnf.jkt` of a bound access token names. */
  readonly thumbprint: string
  /** Unique to the proof. Where one must not be taken twice, remember it with the thumbprint for as long as proofs are taken. */
  readonly jti: string
  /** Seconds since 1970, by the clock of whoever made it. */
  readonly iat: number
  /** It was made after this instant, in milliseconds: when the server made the nonce in it. Null where none are asked for. */
  readonly madeAfter: number | null
}

export type DpopProofVerdict =
  { readonly proof: DpopProof; readonly refusal?: never } | { readonly refusal: DpopProofRefusal; readonly proof?: never }

/** The request that a proof came with, and what the server asks of proofs. */
export interface DpopProofExpectations {
  /** As HTTP spells it: `POST`. */
  readonly method: string
  /** The address that the client called, with the origin that clients see. Its query and fragment do not count; one that is none fits no proof. */
  readonly url: string
  /** The access token in the same request, where there is one: the proof must be made for it (`ath`). */
  readonly accessToken?: string
  /**
   * For a server that hands out nonces (RFC 9449 §8, §9): when it made this one, in milliseconds, or null for one that it does not take.
   * A proof needs one then, and is as old as its nonce; what the client's own clock says does not count (§4.3).
   */
  readonly nonceTime?: (nonce: string) => number | null
  /** Without nonces: how old a proof may be, in seconds. Default: 60. */
  readonly longestAge?: number
  /** How far the two clocks may be apart, in seconds. Default: 5. */
  readonly clockTolerance?: number
  /** The time, in milliseconds. Default: this machine's. */
  readonly now?: number
}

/** Enough for an RSA key of 8,192 bits. */
const longestProof = 4096
const longestJti = 256

/**
 * Checks the value of one `DPoP` header (RFC 9449 §4.3): a JWT of type `dpop+jwt`, signed by the public key that it brings, for this
 * method, address and access token, and not too old. Refuse a request with two such headers before.
 *
 * A proof shows who sent the request, and nothing of what the sender may do. With an access token, hand the proof to the function of
 * `accessTokenVerifier`, which compares the keys. It does not remember proofs: see `jti`.
 */
export async function verifyDpopProof(proof: string, expected: DpopProofExpectations): Promise<DpopProofVerdict> {
  const { now = Date.now(), clockTolerance = 5 } = expected
  const target = targetUriOf(expected.url)
  if (proof.length > longestProof) return { refusal: 'malformed' }
  const rules = { algorithms: [...dpopAlgorithms], typ: 'dpop+jwt', currentDate: new Date(now), clockTolerance }
  try {
    const { payload, key } = await jwtVerify(proof, embeddedKey, rules)
    if (!areProofClaims(payload)) return { refusal: 'malformed' }
    const { htm, htu, ath, jti, iat, nonce } = payload
    if (htm !== expected.method) return { refusal: 'wrong_method' }
    if (target === null || targetUriOf(htu) !== target) return { refusal: 'wrong_url' }
    if (expected.accessToken !== undefined && ath !== (await hashOf(expected.accessToken))) return { refusal: 'wrong_access_token' }
    let madeAfter: number | null = null
    if (expected.nonceTime) {
      if (nonce === undefined) return { refusal: 'nonce_missing' }
      madeAfter = expected.nonceTime(nonce)
      if (madeAfter === null) return { refusal: 'wrong_nonce' }
    } else {
      if (iat < now / 1000 - (expected.longestAge ?? 60) - clockTolerance) return { refusal: 'expired' }
      if (iat > now / 1000 + clockTolerance) return { refusal: 'not_yet_valid' }
    }
    // Of the key and not of its spelling: base64url that ends in unused bits would give one key several thumbprints.
    return { proof: { thumbprint: await calculateJwkThumbprint(key), jti, iat, madeAfter } }
  } catch (fault) {
    if (fault instanceof errors.JOSEError) return { refusal: refusalOf(fault) }
    throw fault
  }
}

interface ProofClaims {
  readonly jti: string
  readonly htm: string
  readonly htu: string
  readonly iat: number
  readonly ath?: unknown
  readonly nonce?: string
}

function areProofClaims(payload: JWTPayload): payload is JWTPayload & ProofClaims {
  const { jti, htm, htu, iat, nonce } = payload
  if (typeof jti !== 'string' || jti === '' || jti.length > longestJti) return false
  if (typeof htm !== 'string' || typeof htu !== 'string' || typeof iat !== 'number') return false
  return nonce === undefined || typeof nonce === 'string'
}

/** RFC 9449 §4.2: `ath`. Access tokens are ASCII; whatever else is shown as one has some hash, and fits no proof. */
async function hashOf(accessToken: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken))))
}

function refusalOf(fault: errors.JOSEError): DpopProofRefusal {
  if (fault instanceof errors.JWTExpired) return 'expired'
  if (fault instanceof errors.JWTClaimValidationFailed) {
    if (fault.claim === 'typ') return 'wrong_type'
    return fault.claim === 'nbf' ? 'not_yet_valid' : 'malformed'
  }
  if (fault instanceof errors.JOSEAlgNotAllowed) return 'wrong_algorithm'
  if (fault instanceof errors.JWKInvalid) return 'wrong_key'
  return fault instanceof errors.JWSSignatureVerificationFailed ? 'wrong_signature' : 'malformed'
}
