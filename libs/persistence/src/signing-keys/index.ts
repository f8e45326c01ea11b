import type { Instant } from '@tessera/core'
import type { Database } from '../database.js'

/** A public signing key as JWKS shows it (RFC 7517, RFC 7518 §6.2). */
export interface PublicSigningKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly use: 'sig'
  readonly alg: 'ES256'
}

export interface NewSigningKey {
  readonly kid: string
  readonly publicJwk: PublicSigningKey
  /** Sealed by whoever makes it: nothing here can open it. */
  readonly encryptedPrivateKey: Uint8Array<ArrayBuffer>
}

export interface StoredSigningKey extends NewSigningKey {
  /** Null for the one that signs. */
  readonly retiredAt: Date | null
}

const columns = { kid: true, publicJwk: true, encryptedPrivateKey: true, retiredAt: true } as const

/** Held while the first key is made, so that of many processes that start at once one makes it. */
const firstKeyLock = 72_707_370

/** The keys that sign access tokens, their private halves encrypted. */
export type SigningKeyStore = ReturnType<typeof signingKeyStore>

export function signingKeyStore({ prisma }: Pick<Database, 'prisma'>) {
  return {
    /** The keys that sign or retired after `since`: the signing one first, then the latest to retire. */
    async published(since: Instant): Promise<readonly StoredSigningKey[]> {
      const keys = await prisma.signingKey.findMany({
        where: { OR: [{ retiredAt: null }, { retiredAt: { gt: new Date(since) } }] },
        orderBy: [{ retiredAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
        select: columns,
      })
      // `createFirst` is typed: nothing else writes this column.
      return keys.map((key) => ({ ...key, publicJwk: key.publicJwk as unknown as PublicSigningKey }))
    },

    /** Creates a key unless there is one. Any number of processes may try at once: one of them calls `make`. */
    async createFirst(make: () => Promise<NewSigningKey>): Promise<void> {
      if ((await prisma.signingKey.count()) > 0) return
      await prisma.$transaction(async (transaction) => {
        // Waits for whoever makes it now; the pool's own lock timeout is too short for the start of many processes at once.
        await transaction.$executeRaw`SELECT set_config('lock_timeout', '2s', true)`
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${firstKeyLock})`
        if ((await transaction.signingKey.count()) > 0) return
        const { kid, publicJwk, encryptedPrivateKey } = await make()
        await transaction.signingKey.create({ data: { kid, publicJwk: { ...publicJwk }, encryptedPrivateKey } })
      })
    },
  }
}
