import type { HeldMail } from '@tessera/persistence'
import { htmlOf, type Letter, textOf } from './letter.js'
import { accountLetters, type SealedKind, sessionLetters, type SessionKind } from './letters.js'
import type { MailContents } from './mail-contents.js'
import type { MailSeal } from './mail-seal.js'
import type { OutgoingMail } from './transport.js'

/**
 * Makes a mail of what was queued: opens what was sealed, or reads the session that it is about.
 *
 * @returns `addressee_gone` when the account was deleted, or the session is stored no more
 * @throws when it cannot be opened, or is of a kind that nobody knows
 */
export function compose(mail: HeldMail, seal: MailSeal, consoleUrl: string): OutgoingMail | 'addressee_gone' {
  if (mail.userId !== null && mail.userEmail === null) return 'addressee_gone'
  if (mail.sealed) return composeSealed(mail, mail.kind as SealedKind, mail.sealed, seal, consoleUrl)
  const write = sessionLetters[mail.kind as SessionKind]
  if (!mail.session || mail.userEmail === null) return 'addressee_gone'
  return outgoing(mail, mail.userEmail, write(mail.session, consoleUrl))
}

function composeSealed<Kind extends SealedKind>(
  mail: HeldMail,
  kind: Kind,
  sealed: Buffer,
  seal: MailSeal,
  consoleUrl: string,
): OutgoingMail {
  const contents = seal.open(kind, sealed)
  const write = accountLetters[kind] as (contents: MailContents[Kind], consoleUrl: string) => Letter
  return outgoing(mail, (contents as { readonly to: string }).to, write(contents, consoleUrl))
}

function outgoing({ id, kind }: HeldMail, to: string, letter: Letter): OutgoingMail {
  return { id, kind, to, subject: letter.subject, text: textOf(letter), html: htmlOf(letter) }
}
