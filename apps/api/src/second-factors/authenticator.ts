import { createHmac, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { Sealing } from '../sealing/sealing.js'

/** Seconds of a time step (RFC 6238 §5.2), and how many steps a clock may be off. */
const period = 30
const drift = 1
const recoveryCodes = 10

export interface NewRecoveryCodes {
  /** For people: in groups of four. */
  readonly codes: readonly string[]
  readonly hashes: readonly Buffer[]
}

/** Makes and reads what a second factor is made of: time-based codes (RFC 6238), their sealed secret, and recovery codes. */
export class Authenticator {
  private readonly sealing: Sealing
  private readonly recoveryKey: Buffer

  constructor(masterSecret: KeyObject) {
    this.sealing = new Sealing(masterSecret, 'tessera second factors v1')
    this.recoveryKey = Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), 'tessera recovery codes v1', 32))
  }

  /** A new secret of 160 bits, for an authenticator and for the database. */
  newSecret(userId: string, email: string): { readonly secret: string; readonly uri: string; readonly sealed: Uint8Array } {
    const secret = new Secret({ size: 20 })
    const totp = new TOTP({ issuer: 'Tessera', label: email, secret, period })
    return { secret: secret.base32, uri: totp.toString(), sealed: this.sealing.seal(new Uint8Array(secret.buffer), userId) }
  }

  /**
   * The time step that a code is of, within one step of now; null when it is none of this secret's.
   *
   * @param now milliseconds
   */
  stepOf(sealed: Uint8Array, userId: string, otp: string, now: number): number | null {
    const secret = this.secretIn(sealed, userId)
    if (secret === null) return null
    const delta = new TOTP({ secret, period }).validate({ token: otp, window: drift, timestamp: now })
    return delta === null ? null : Math.floor(now / 1000 / period) + delta
  }

  /** Whether there are right codes at all: what was sealed under another master secret is lost, and the recovery codes beside it with it. */
  opens(sealed: Uint8Array, userId: string): boolean {
    return this.secretIn(sealed, userId) !== null
  }

  newRecoveryCodes(userId: string): NewRecoveryCodes {
    const plain = Array.from({ length: recoveryCodes }, () =>
      new Secret({ buffer: new Uint8Array(randomBytes(10)).buffer }).base32.toLowerCase(),
    )
    return {
      codes: plain.map((code) => code.replace(/(.{4})(?=.)/g, '$1-')),
      hashes: plain.map((code) => this.hashOfRecoveryCode(userId, code)),
    }
  }

  /** @param code as the contract normalises it: no hyphens, lower case */
  hashOfRecoveryCode(userId: string, code: string): Buffer {
    return createHmac('sha256', this.recoveryKey).update(`${userId}\0${code}`).digest()
  }

  private secretIn(sealed: Uint8Array, userId: string): Secret | null {
    try {
      return new Secret({ buffer: new Uint8Array(this.sealing.open(sealed, userId)).buffer })
    } catch {
      return null
    }
  }
}
