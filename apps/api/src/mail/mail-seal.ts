import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import type { QueuedMail } from '@tessera/persistence'
import type { MailContents, MailKind } from './mail-contents.js'

const nonceLength = 12
const tagLength = 16

/** Seals what a mail will say until it is sent (DESIGN §6, 10): AES-256-GCM under a key derived from the master secret, bound to the kind. */
export class MailSeal {
  private readonly key: Buffer

  constructor(masterSecret: KeyObject) {
    this.key = Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), 'tessera mails v1', 32))
  }

  /** A mail for a store to write with the change that causes it. */
  seal<Kind extends MailKind>(kind: Kind, contents: MailContents[Kind]): QueuedMail {
    if (contents === null) return { kind, sealed: null }
    const nonce = randomBytes(nonceLength)
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(kind))
    const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(contents)), cipher.final(), cipher.getAuthTag()])
    return { kind, sealed }
  }

  /** @throws when it was sealed under another master secret, as another kind, or altered */
  open<Kind extends MailKind>(kind: Kind, sealed: Uint8Array): NonNullable<MailContents[Kind]> {
    const bytes = Buffer.from(sealed)
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
      .setAAD(Buffer.from(kind))
      .setAuthTag(bytes.subarray(-tagLength))
    const plain = Buffer.concat([decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()])
    return JSON.parse(plain.toString()) as NonNullable<MailContents[Kind]>
  }
}
