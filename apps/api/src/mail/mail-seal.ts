import { createHmac, hkdfSync, type KeyObject } from 'node:crypto'
import type { MailElsewhere, QueuedMail } from '@tessera/persistence'
import { Sealing } from '../sealing/sealing.js'
import type { MailContents, MailKind } from './mail-contents.js'

/** Seals what a mail will say until it is sent, bound to the kind. */
export class MailSeal {
  private readonly sealing: Sealing
  private readonly mailboxKey: Buffer

  constructor(masterSecret: KeyObject) {
    this.sealing = new Sealing(masterSecret, 'tessera mails v1')
    this.mailboxKey = Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), 'tessera mailboxes v1', 32))
  }

  /** A mail for a store to write with the change that causes it. */
  seal<Kind extends MailKind>(kind: Kind, contents: MailContents[Kind]): QueuedMail {
    return { kind, sealed: contents === null ? null : this.sealing.seal(JSON.stringify(contents), kind) }
  }

  /** One to an address that is not, or no more, its user's own. */
  sealElsewhere<Kind extends 'email_change' | 'email_changed'>(kind: Kind, contents: MailContents[Kind]): MailElsewhere {
    return { ...this.seal(kind, contents), mailbox: createHmac('sha256', this.mailboxKey).update(contents.to).digest() }
  }

  /** @throws when it was sealed under another master secret, as another kind, or altered */
  open<Kind extends MailKind>(kind: Kind, sealed: Uint8Array): NonNullable<MailContents[Kind]> {
    return JSON.parse(this.sealing.open(sealed, kind).toString()) as NonNullable<MailContents[Kind]>
  }
}
