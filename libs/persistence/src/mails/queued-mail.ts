/**
 * A mail that is to be written with the change that causes it, in the same statement. What it says travels sealed: this room cannot
 * read it. `sealed` is null for mails about a session, which say what the session's row does when they are sent.
 */
export interface QueuedMail {
  readonly kind: string
  readonly sealed: Uint8Array | null
}

/** One to an address that is not the user's own: it waits for what else goes there, and the user's own mails do not wait for it. */
export interface MailElsewhere extends QueuedMail {
  /** Stands for the address, and does not tell it. */
  readonly mailbox: Uint8Array
}

/** What a row of `mails` is made of, as SQL expressions. */
interface MailExpressions {
  readonly kind: string
  readonly userId: string
  readonly sessionId?: string
  readonly sealed: string
  /** Of one that goes elsewhere. */
  readonly mailbox?: string
  /** An instant: mails go out from then on. */
  readonly at: string
  /** The rows that cause it, one mail each; no row, no mail. */
  readonly from: string
}

/** An INSERT of a mail for each row of `from`: a part of the statement that makes the change, so that neither is there without the other. */
export const insertMail = ({ kind, userId, sessionId = 'NULL', sealed, mailbox = 'NULL', at, from }: MailExpressions) => `
    INSERT INTO mails (kind, user_id, session_id, sealed, mailbox, created_at, due_at)
    SELECT ${kind}, ${userId}, ${sessionId}, ${sealed}, ${mailbox}::bytea, ${at}, ${at} FROM ${from}`
