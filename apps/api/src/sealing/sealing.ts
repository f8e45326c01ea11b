import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'

const nonceLength = 12
const tagLength = 16

/** Encrypts what the database keeps and must not be able to read: AES-256-GCM under a key derived from the master secret. */
export class Sealing {
  private readonly key: Buffer

  /** @param label what it is for: each use has a key of its own */
  constructor(masterSecret: KeyObject, label: string) {
    this.key = Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), label, 32))
  }

  /**
   * @param boundTo what it belongs to: it opens for nothing else, so nobody can put one row's into another's
   * @returns nonce, ciphertext and tag, one after the other
   */
  seal(plain: Uint8Array | string, boundTo: string): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(nonceLength)
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(boundTo))
    return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
  }

  /** @throws when it was sealed under another master secret, for something else, or altered */
  open(sealed: Uint8Array, boundTo: string): Buffer {
    const bytes = Buffer.from(sealed)
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
      .setAAD(Buffer.from(boundTo))
      .setAuthTag(bytes.subarray(-tagLength))
    return Buffer.concat([decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()])
  }
}
