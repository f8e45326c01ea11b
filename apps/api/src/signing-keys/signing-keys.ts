import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common'
import type { Instant } from '@tessera/core'
import type { NewSigningKey, PublicSigningKey, PublishedSigningKey, SigningKeyStore } from '@tessera/persistence'
import { calculateJwkThumbprint } from 'jose'
import type { Logger } from 'pino'
import { seal, unseal } from './sealed-key.js'

/** A key that signs now, or will. */
interface Signer {
  readonly kid: string
  readonly activatesAt: Instant
  readonly privateKey: KeyObject
}

interface LoadedKeys {
  /** By this process’s time: when it was looked. */
  readonly at: number
  /** The latest to sign first; never none. */
  readonly signers: readonly Signer[]
  readonly published: readonly PublicSigningKey[]
}

/** Milliseconds between two looks at the database: for so long at most a process knows nothing of a key that was made or withdrawn elsewhere. */
export const lookEvery = 3_000
const lookAtMostEvery = 1_000

/**
 * The keys that sign access tokens, as the database has them: one active, perhaps one that waits, others retiring, which are published until
 * the last token under them has expired. Each process keeps them in memory, and looks again every few seconds, and when it meets a `kid` it
 * does not know. While the database is away, what was seen last holds.
 */
export class SigningKeys implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> | undefined
  /** Whether the last look failed: that is said once, not at every look. */
  private blind = false

  private constructor(
    private readonly store: Pick<SigningKeyStore, 'published'>,
    private readonly masterSecret: KeyObject,
    private readonly log: Pick<Logger, 'warn'>,
    private readonly now: () => number,
    private loaded: LoadedKeys,
  ) {}

  /**
   * Loads the keys, and makes the first when there is none.
   *
   * @param now milliseconds, of a clock that never goes back: how long ago it looked, no more
   * @throws KeyDoesNotOpen when the master secret is not the one that sealed them
   */
  static async open(
    store: SigningKeyStore,
    masterSecret: KeyObject,
    log: Pick<Logger, 'warn'>,
    now: () => number = () => performance.now(),
  ): Promise<SigningKeys> {
    await store.createFirst(() => makeKey(masterSecret))
    return new SigningKeys(store, masterSecret, log, now, await load(store, masterSecret, now()))
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.keepLooking(), lookEvery).unref()
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  /**
   * The key that signs what is issued at that time, by the database's clock: so every process changes to the next one at the same instant,
   * whenever it looked.
   */
  activeAt(time: Instant): { readonly kid: string; readonly privateKey: KeyObject } {
    const { signers } = this.loaded
    const active = signers.find(({ activatesAt }) => activatesAt <= time) ?? signers.at(-1)
    if (!active) throw new Error('No signing key in the database is active.')
    return active
  }

  /** What JWKS publishes. */
  get published(): readonly PublicSigningKey[] {
    return this.loaded.published
  }

  /**
   * The public key of a `kid`: for our own guard. An unknown one is looked for in the database, at most every second, so that invented ones
   * cost nothing.
   *
   * @throws when the database cannot answer: the key is not known to be unknown
   */
  async find(kid: string): Promise<PublicSigningKey | undefined> {
    const known = this.loaded.published.find((key) => key.kid === kid)
    if (known || this.now() - this.loaded.at < lookAtMostEvery) return known
    await this.look()
    return this.loaded.published.find((key) => key.kid === kid)
  }

  /** Looks at the database, after whatever look is under way: what was committed before the call is known when it returns. */
  async lookAgain(): Promise<void> {
    await this.looking?.catch(() => undefined)
    await this.look()
  }

  /** A new key, its private half sealed; nobody knows it until it is stored. */
  make(): Promise<NewSigningKey> {
    return makeKey(this.masterSecret)
  }

  private async keepLooking(): Promise<void> {
    try {
      await this.look()
      this.blind = false
    } catch (err) {
      if (!this.blind) this.log.warn({ err }, 'signing keys cannot be read; those that were seen last go on')
      this.blind = true
    }
  }

  private look(): Promise<void> {
    return (this.looking ??= load(this.store, this.masterSecret, this.now(), this.loaded)
      .then((loaded) => void (this.loaded = loaded))
      .finally(() => (this.looking = undefined)))
  }
}

async function load(
  store: Pick<SigningKeyStore, 'published'>,
  masterSecret: KeyObject,
  at: number,
  before?: LoadedKeys,
): Promise<LoadedKeys> {
  const { now, keys } = await store.published()
  if (keys.length === 0) throw new Error('No signing key in the database is active.')
  const begun = keys.findIndex(({ activatesAt }) => activatesAt <= now)
  // Where the database's clock was set back since, none has begun: the earliest signs, as in `activeAt`.
  const active = begun < 0 ? keys.length - 1 : begun
  const opened = (key: PublishedSigningKey) =>
    before?.signers.find(({ kid }) => kid === key.kid)?.privateKey ?? unseal(key.encryptedPrivateKey, key.kid, masterSecret)
  return {
    at,
    signers: keys.slice(0, active + 1).map((key) => ({ kid: key.kid, activatesAt: key.activatesAt, privateKey: opened(key) })),
    published: keys.map((key) => key.publicJwk),
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
