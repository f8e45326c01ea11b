import { createHash } from 'node:crypto'
import type { DpopProof } from '@tessera/verifier'

/** What a proof is remembered by: SHA-256 of its key and its name. A digest, for whoever makes proofs chooses how long a `jti` is. */
export function proofDigest({ thumbprint, jti }: Pick<DpopProof, 'thumbprint' | 'jti'>): Buffer {
  return createHash('sha256').update(thumbprint).update('.').update(jti).digest()
}
