import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { accessTokenCeiling, type Instant } from '@tessera/core'
import type { NewSigningKey, PublicSigningKey, SigningKeyStore } from '@tessera/persistence'
import { calculateJwkThumbprint } from 'jose'
import { seal, unseal } from './sealed-key.js'

interface LoadedKeys {
  readonly at: Instant
  readonly active: { readonly kid: string; readonly privateKey: KeyObject }
  readonly published: readonly PublicSigningKey[]
}

const reloadEvery = 60_000
const reloadAtMostEvery = 3_000

/**
 * The keys that sign access tokens, as the database has them: one active, others retiring, which are published until the last token
 * under them has expired. Each process keeps them in memory and looks again every minute, and when it meets a `kid` it does not know.
 */
export class SigningKeys {
  private loading: Promise<void> | undefined

  private constructor(
    private readonly store: SigningKeyStore,
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
  static async open(store: SigningKeyStore, masterSecret: KeyObject, now: () => Instant = Date.now): Promise<SigningKeys> {
    await store.createFirst(() => makeKey(masterSecret))
    return new SigningKeys(store, masterSecret, now, await load(store, masterSecret, now()))
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
    return (this.loading ??= load(this.store, this.masterSecret, this.now())
      .then((loaded) => void (this.loaded = loaded))
      .finally(() => (this.loading = undefined)))
  }
}

async function load(store: SigningKeyStore, masterSecret: KeyObject, now: Instant): Promise<LoadedKeys> {
  // Half as long again as the longest access token may live, for clocks that differ.
  const published = await store.published(now - accessTokenCeiling * 1500)
  const active = published.find((key) => key.retiredAt === null)
  if (!active) throw new Error('No signing key in the database is active.')
  return {
    at: now,
    active: { kid: active.kid, privateKey: unseal(active.encryptedPrivateKey, active.kid, masterSecret) },
    published: published.map((key) => key.publicJwk),
  }
}

async function makeKey(masterSecret: KeyObject): Promise<NewSigningKey> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = pair.publicKey.export({ format: 'jwk' }) as { x: string; y: string }
  const kid = await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x, y })
  return {
    kid,
    publicJwk: { kty: 'EC', crv: 'P-256', x, y, kid, use: 'sig', alg: 'ES256' },
    encryptedPrivateKey: seal(pair.privateKey, kid, masterSecret),
  }
}
