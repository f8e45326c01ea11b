import type { DpopProof, Instant } from '@tessera/core'
import { type DpopProofRefusal, verifyDpopProof } from '@tessera/verifier'
import type { DpopError } from './dpop-problem.js'
import { nonceLifetime, type Nonces, replicaSkew } from './nonces.js'
import { proofDigest } from './proof-digest.js'
import { SeenProofs } from './seen-proofs.js'
import type { UsedProofs } from './used-proofs.js'

/** What a proof is about. Fastify's requests are such. */
export interface ProvingRequest {
  readonly method: string
  /** As the request line has it. */
  readonly url: string
  /** Node joins two headers of this name with a comma, which is in no proof: two are refused as one that cannot be read. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** The tokens that the request shows beside the proof. */
export interface ProvedTokens {
  /** The proof must be made for it (`ath`). */
  readonly accessToken?: string | undefined
  /** The proof's nonce must be the one that was handed out for it. */
  readonly refreshToken?: string | undefined
}

/** A proof that holds. */
export interface ShownProof extends DpopProof {
  /** What it is remembered by. */
  readonly digest: Buffer
}

export type DpopVerdict =
  /** Null: the request has no `DPoP` header. */
  | { readonly proof: ShownProof | null; readonly refusal?: never; readonly error?: never }
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
   * @param clock the database's time, in milliseconds: the age of a proof is compared with when the database handed tokens out
   * @param used what all processes remember together
   */
  constructor(
    private readonly issuer: string,
    private readonly nonces: Nonces,
    private readonly clock: () => Instant,
    private readonly used: UsedProofs,
  ) {}

  /**
   * A nonce of now, for the `DPoP-Nonce` header of an answer.
   *
   * @param refreshToken the one that the next proof is to go with; null for an answer that is about none
   */
  freshNonce(refreshToken: string | null): string {
    return this.nonces.make(this.clock(), refreshToken)
  }

  /**
   * The proof that a request brings. It says which key the sender has, and not whether that is the key of a session or token: who asks
   * must compare. A proof that holds is taken once by this process: ask once for a request.
   *
   * RFC 9449 has no claim for a refresh token. Its nonce says which one a proof is for, so that nobody who records a proof can put it
   * beside another token (docs/decisions/0002-what-the-exploration-shows.md, 7).
   */
  async proofIn({ method, url, headers }: ProvingRequest, { accessToken, refreshToken }: ProvedTokens = {}): Promise<DpopVerdict> {
    const header = headers['dpop']
    if (header === undefined) return { proof: null }
    const now = this.clock()
    const { proof, refusal } = await verifyDpopProof(String(header), {
      method,
      url: this.issuer + pathOf(url),
      nonceTime: (nonce) => this.nonces.timeOf(nonce, now, refreshToken),
      now,
      ...(accessToken !== undefined && { accessToken }),
    })
    if (refusal)
      return { refusal, error: refusal === 'nonce_missing' || refusal === 'wrong_nonce' ? 'use_dpop_nonce' : 'invalid_dpop_proof' }
    const { thumbprint, madeAfter } = proof
    if (madeAfter === null) throw new Error('A proof was taken without a nonce.')
    const digest = proofDigest(proof)
    if (!this.seen.isFirst(digest, now)) return { refusal: 'proof_replayed', error: 'invalid_dpop_proof' }
    return { proof: { thumbprint, madeAfter, digest } }
  }

  /**
   * Takes a proof that came beside a call that writes: once in all, by whichever process. That is a write of ours for each such call, so ask
   * when the caller is known: nobody else's proofs are worth remembering.
   *
   * @returns whether no process took it for such a call before
   */
  takeOnce({ digest, madeAfter }: ShownProof): Promise<boolean> {
    return this.used.take(digest, madeAfter + (nonceLifetime + replicaSkew) * 1000)
  }
}

/** The path of a request line; one in absolute form (RFC 9112 §3.2.2) is routed by its path like any other. */
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '')
}
