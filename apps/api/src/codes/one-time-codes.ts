import { createHash, createHmac, hkdfSync, type KeyObject, randomBytes, randomInt } from 'node:crypto'

/** What a short code is for: it is good for nothing else. */
export type CodePurpose = 'verify_email' | 'change_email'

export interface NewCode {
  /** Six digits. */
  readonly code: string
  readonly hash: Buffer
}

export interface NewLink {
  /** 256 random bits in base64url. */
  readonly token: string
  readonly hash: Buffer
}

/**
 * Makes what is mailed and good once, and what is stored of it. A short code could be guessed from a plain hash, so it is an HMAC
 * under a key derived from the master secret, bound to its purpose and to the address; a link's token has 256 bits, so SHA-256 is enough.
 */
export class OneTimeCodes {
  private readonly key: Buffer

  constructor(masterSecret: KeyObject) {
    this.key = Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), 'tessera one-time codes v1', 32))
  }

  newCode(purpose: CodePurpose, boundTo: string): NewCode {
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    return { code, hash: this.hashOfCode(purpose, boundTo, code) }
  }

  /** @param boundTo the address, as the contract normalises it, or the user's id */
  hashOfCode(purpose: CodePurpose, boundTo: string, code: string): Buffer {
    return createHmac('sha256', this.key).update(`${purpose}\0${boundTo}\0${code}`).digest()
  }

  newLink(): NewLink {
    const token = randomBytes(32).toString('base64url')
    return { token, hash: this.hashOfToken(token) }
  }

  hashOfToken(token: string): Buffer {
    return createHash('sha256').update(token).digest()
  }
}
