/**
 * A mail that is to be written with the change that causes it, in the same statement. What it says travels sealed: this room cannot
 * read it. `sealed` is null for mails about a session, which say what the session's row does when they are sent.
 */
export interface QueuedMail {
  readonly kind: string
  readonly sealed: Uint8Array | null
}

/** What a row of `mails` is made of, as SQL expressions. */
interface MailExpressions {
  readonly kind: string
  readonly userId: string
  readonly sessionId?: string
  readonly sealed: string
  /** An instant: mails go out from then on. */
  readonly at: string
  /** The rows that cause it, one mail each; no row, no mail. */
  readonly from: string
}

/** An INSERT of a mail for each row of `from`: a part of the statement that makes the change, so that neither is there without the other. */
export const insertMail = ({ kind, userId, sessionId = 'NULL', sealed, at, from }: MailExpressions) => `
    INSERT INTO mails (kind, user_id, session_id, sealed, created_at, due_at)
    SELECT ${kind}, ${userId}, ${sessionId}, ${sealed}, ${at}, ${at} FROM ${from}`
