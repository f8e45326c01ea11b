import { createHmac, hkdfSync, type KeyObject } from 'node:crypto'

/** What a count is called where others may read it: an HMAC under a key derived from the master secret, so no e-mail or address shows. */
export class KeyDisguise {
  private readonly key: Buffer

  constructor(masterSecret: KeyObject) {
    this.key = Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), 'tessera limits v1', 32))
  }

  /** @param name of the bound */
  disguise(name: string, key: string): string {
    const digest = createHmac('sha256', this.key)
      .update(JSON.stringify([name, key]))
      .digest('base64url')
    return `tessera:limits:${name}:${digest}`
  }
}
