import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common'
import type { Seconds } from '@tessera/core'
import type { SigningKeyStore } from '@tessera/persistence'
import type { Logger } from 'pino'
import { notice } from './notice.js'
import type { SigningKeys } from './signing-keys.js'

/** Milliseconds from one look at the key's age to the next. */
const lookEvery = 600_000
/** Milliseconds until the first at most: processes that start together do not all ask at once. */
const firstWithin = 60_000

/** Rotates the signing key when it is old enough, in whichever process comes first (docs/decisions/0080-signing-keys.md). */
export class RotationJob implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private stopped = false

  /** @param age 0: no key is rotated by itself */
  constructor(
    private readonly stored: Pick<SigningKeyStore, 'rotateOld'>,
    private readonly signingKeys: Pick<SigningKeys, 'make'>,
    private readonly age: Seconds,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
  ) {}

  onModuleInit(): void {
    if (this.age > 0) this.runAfter(Math.random() * firstWithin)
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.running
  }

  /** Looks now, unless it does. Never rejects: a key that could not be rotated is old enough the next time too. */
  run(): Promise<void> {
    return (this.running ??= this.rotate().finally(() => (this.running = undefined)))
  }

  private runAfter(milliseconds: number): void {
    this.timer = setTimeout(() => {
      void this.run().then(() => !this.stopped && this.runAfter(lookEvery))
    }, milliseconds).unref()
  }

  private async rotate(): Promise<void> {
    try {
      const nobody = { by: null, origin: { ip: null, userAgent: null } }
      const next = await this.stored.rotateOld(this.age, { notice, make: () => this.signingKeys.make(), ...nobody })
      if (next)
        this.log.info({ kid: next.kid, activatesAt: new Date(next.activatesAt) }, 'the signing key is old enough: a new one takes over')
    } catch (err) {
      this.log.warn({ err }, 'whether the signing key is old enough could not be seen; it is tried again in ten minutes')
    }
  }
}
