import { generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { accessTokenCeiling } from '@tessera/core'
import type { Instant } from '@tessera/core'
import type { Database } from '@tessera/persistence'
import { calculateJwkThumbprint } from 'jose'
import { seal, unseal } from './sealed-key.js'

/** A public signing key as JWKS shows it. */
export interface PublicSigningKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly use: 'sig'
  readonly alg: 'ES256'
}

interface LoadedKeys {
  readonly at: Instant
  readonly active: { readonly kid: string; readonly privateKey: KeyObject }
  readonly published: readonly PublicSigningKey[]
}

/** Held while the first key is made, so that of many processes that start at once one makes it. */
const firstKeyLock = 72_707_370
const reloadEvery = 60_000
const reloadAtMostEvery = 3_000

/**
 * The keys that sign access tokens, as the database has them: one active, others retiring, which are published until the last token
 * under them has expired. Each process keeps them in memory and looks again every minute, and when it meets a `kid` it does not know.
 */
export class SigningKeys {
  private loading: Promise<void> | undefined

  private constructor(
    private readonly database: Database,
    private readonly masterSecret: KeyObject,
    private readonly now: () => Instant,
    private loaded: LoadedKeys,
  ) {}

  /**
   * Loads the keys, and makes the first when there is none.
   *
   * @param now this process's time, in milliseconds: when to look again, no more
   * @throws KeyDoesNotOpen when the master secret is not the one that sealed them
   */
  static async open(database: Database, masterSecret: KeyObject, now: () => Instant = Date.now): Promise<SigningKeys> {
    await makeFirstKey(database, masterSecret)
    return new SigningKeys(database, masterSecret, now, await load(database, masterSecret, now()))
  }

  /** The key that signs. Looks for a newer one in the background when the last look was a minute ago. */
  get active(): { readonly kid: string; readonly privateKey: KeyObject } {
    if (this.now() - this.loaded.at >= reloadEvery) this.reload().catch(() => undefined)
    return this.loaded.active
  }

  /** What JWKS publishes, the active key first. */
  async published(): Promise<readonly PublicSigningKey[]> {
    // When the database cannot answer, the keys that we have are still right.
    if (this.now() - this.loaded.at >= reloadEvery) await this.reload().catch(() => undefined)
    return this.loaded.published
  }

  /**
   * The public key of a `kid`: for our own guard. An unknown one is looked for in the database, at most every few seconds, so that
   * invented ones cost nothing.
   *
   * @throws when the database cannot answer: the key is not known to be unknown
   */
  async find(kid: string): Promise<PublicSigningKey | undefined> {
    const known = this.loaded.published.find((key) => key.kid === kid)
    if (known || this.now() - this.loaded.at < reloadAtMostEvery) return known
    await this.reload()
    return this.loaded.published.find((key) => key.kid === kid)
  }

  private reload(): Promise<void> {
    return (this.loading ??= load(this.database, this.masterSecret, this.now())
      .then((loaded) => void (this.loaded = loaded))
      .finally(() => (this.loading = undefined)))
  }
}

async function load({ prisma }: Database, masterSecret: KeyObject, now: Instant): Promise<LoadedKeys> {
  // Half as long again as the longest access token may live, for clocks that differ.
  const published = await prisma.signingKey.findMany({
    where: { OR: [{ retiredAt: null }, { retiredAt: { gt: new Date(now - accessTokenCeiling * 1500) } }] },
    orderBy: [{ retiredAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
  })
  const active = published.find((key) => key.retiredAt === null)
  if (!active) throw new Error('No signing key in the database is active.')
  return {
    at: now,
    active: { kid: active.kid, privateKey: unseal(active.encryptedPrivateKey, active.kid, masterSecret) },
    published: published.map((key) => key.publicJwk as unknown as PublicSigningKey),
  }
}

async function makeFirstKey({ prisma }: Database, masterSecret: KeyObject): Promise<void> {
  if ((await prisma.signingKey.count()) > 0) return
  await prisma.$transaction(async (transaction) => {
    // Waits for whoever makes it now; the pool's own lock timeout is too short for the start of many processes at once.
    await transaction.$executeRaw`SELECT set_config('lock_timeout', '2s', true)`
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${firstKeyLock})`
    if ((await transaction.signingKey.count()) > 0) return
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = pair.publicKey.export({ format: 'jwk' })
    const kid = await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x: jwk.x as string, y: jwk.y as string })
    await transaction.signingKey.create({
      data: {
        kid,
        publicJwk: { kty: 'EC', crv: 'P-256', x: jwk.x as string, y: jwk.y as string, kid, use: 'sig', alg: 'ES256' },
        encryptedPrivateKey: seal(pair.privateKey, kid, masterSecret),
      },
    })
  })
}
