import type { AccessTokenRefusal } from '../access-token-verifier.js'
import type { DpopProofRefusal } from '../dpop-proof.js'

/** Why a request is not let in. A private word, for logs and tests; what the caller is told says less. */
export type Refusal =
  | AccessTokenRefusal
  | `proof_${DpopProofRefusal}`
  /** The request shows no access token: nobody tried. */
  | 'no_token'
  /** The scheme is `DPoP`, and there is no `DPoP` header. */
  | 'proof_absent'
  /** The proof came with an earlier request. */
  | 'proof_replayed'
  /** The session, or all that it belongs to, was ended. */
  | 'revoked'
  /** The revocation feed that is followed says nothing of this company's sessions: nobody would hear of their end. */
  | 'company_not_followed'
  | 'scope_missing'
  /** The platform's keys cannot be had. */
  | 'keys_unavailable'
  /** What was revoked is not known, or not recently enough. */
  | 'revocations_unknown'

/** The public word (RFC 6750 §3.1, RFC 9449 §7.1); null where there is none to say. */
export type ChallengeError = 'invalid_token' | 'insufficient_scope' | 'invalid_dpop_proof' | null

export interface Wording {
  readonly status: 401 | 403 | 503
  readonly error: ChallengeError
  /** A sentence for whoever reads the answer. */
  readonly detail: string
}

const badToken: Wording = { status: 401, error: 'invalid_token', detail: 'The access token is not valid.' }
const badProof: Wording = { status: 401, error: 'invalid_dpop_proof', detail: 'The proof of possession does not fit this request.' }
const unknown: Wording = { status: 503, error: null, detail: 'Access tokens cannot be checked at the moment. Try again.' }

/** What the caller is told. Unknown is not no: what cannot be checked is answered 503, so that nobody throws a good token away. */
export const wordings = {
  no_token: { status: 401, error: null, detail: 'Send an access token: "Authorization: Bearer <token>".' },
  malformed: badToken,
  wrong_algorithm: badToken,
  wrong_type: badToken,
  wrong_issuer: badToken,
  wrong_audience: { ...badToken, detail: 'The access token is not for this server.' },
  unknown_key: badToken,
  wrong_signature: badToken,
  expired: { ...badToken, detail: 'The access token has expired. Refresh it.' },
  not_yet_valid: badToken,
  proof_missing: { ...badToken, detail: 'The access token is bound to a key: send it as "DPoP", with a proof of that key.' },
  wrong_key: badToken,
  not_bound: { ...badToken, detail: 'The access token is not bound to a key: send it as "Bearer".' },
  revoked: { ...badToken, detail: 'The access token was revoked.' },
  proof_absent: { ...badProof, detail: 'The proof of possession is missing.' },
  proof_replayed: { ...badProof, detail: 'The proof of possession was used before. Make a new one.' },
  proof_malformed: badProof,
  proof_wrong_type: badProof,
  proof_wrong_algorithm: badProof,
  proof_wrong_key: badProof,
  proof_wrong_signature: badProof,
  proof_wrong_method: badProof,
  proof_wrong_url: badProof,
  proof_wrong_access_token: badProof,
  proof_expired: { ...badProof, detail: 'The proof of possession is too old. Make a new one.' },
  proof_not_yet_valid: { ...badProof, detail: 'The proof of possession was made in the future: one of two clocks is wrong.' },
  proof_nonce_missing: badProof,
  proof_wrong_nonce: badProof,
  company_not_followed: { status: 403, error: null, detail: 'The access token is of a company that this server does not serve.' },
  scope_missing: { status: 403, error: 'insufficient_scope', detail: 'The access token was not granted this.' },
  keys_unavailable: unknown,
  revocations_unknown: unknown,
} as const satisfies Record<Refusal, Wording>
