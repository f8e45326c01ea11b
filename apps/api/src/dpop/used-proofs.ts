import type { UsedProofStore } from '@tessera/persistence'

/** The memory of proofs that all processes have in common. */
export type UsedProofs = UsedProofStore
