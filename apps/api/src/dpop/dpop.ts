import type { DpopProof, Instant } from '@tessera/core'
import { type DpopProofRefusal, verifyDpopProof } from '@tessera/verifier'
import type { DpopError } from './dpop-problem.js'
import type { Nonces } from './nonces.js'
import { SeenProofs } from './seen-proofs.js'

/** What a proof is about. Fastify's requests are such. */
export interface ProvingRequest {
  readonly method: string
  /** As the request line has it. */
  readonly url: string
  /** Node joins two headers of this name with a comma, which is in no proof: two are refused as one that cannot be read. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export type DpopVerdict =
  /** Null: the request has no `DPoP` header. */
  | { readonly proof: DpopProof | null; readonly refusal?: never; readonly error?: never }
  | {
      /** Private, for the log. */
      readonly refusal: DpopProofRefusal | 'proof_replayed'
      /** Public. */
      readonly error: DpopError
      readonly proof?: never
    }

/** Judges the proofs of possession that requests bring (RFC 9449): whether this is one for this request, of now, and new here. */
export class Dpop {
  private readonly seen = new SeenProofs()

  /**
   * @param issuer where clients reach us: what a proof's `htu` begins with
   * @param clock in milliseconds
   */
  constructor(
    private readonly issuer: string,
    private readonly nonces: Nonces,
    private readonly clock: () => Instant = Date.now,
  ) {}

  /** A nonce of now, for the `DPoP-Nonce` header of an answer. */
  freshNonce(): string {
    return this.nonces.make(this.clock())
  }

  /**
   * The proof that a request brings. It says which key the sender has, and not whether that is the key of a session or token: who asks
   * must compare. A proof that holds is taken once: ask once for a request.
   *
   * @param accessToken the one that the request shows beside the proof, if any
   */
  async proofIn({ method, url, headers }: ProvingRequest, accessToken?: string): Promise<DpopVerdict> {
    const header = headers['dpop']
    if (header === undefined) return { proof: null }
    const now = this.clock()
    const { proof, refusal } = await verifyDpopProof(String(header), {
      method,
      url: this.issuer + pathOf(url),
      nonceTime: (nonce) => this.nonces.timeOf(nonce, now),
      now,
      ...(accessToken !== undefined && { accessToken }),
    })
    if (refusal)
      return { refusal, error: refusal === 'nonce_missing' || refusal === 'wrong_nonce' ? 'use_dpop_nonce' : 'invalid_dpop_proof' }
    const { thumbprint, madeAfter } = proof
    if (madeAfter === null) throw new Error('A proof was taken without a nonce.')
    if (!this.seen.isFirst(proof, now)) return { refusal: 'proof_replayed', error: 'invalid_dpop_proof' }
    return { proof: { thumbprint, madeAfter } }
  }
}

/** The path of a request line; one in absolute form (RFC 9112 §3.2.2) is routed by its path like any other. */
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
}
