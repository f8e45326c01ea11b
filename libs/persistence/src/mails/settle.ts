import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import type { HeldMail } from './claim.js'

/** What became of a mail. A fault is the reply code of a mail server, or a network's word: never sentences, which quote addresses. */
export type MailOutcome =
  | { readonly outcome: 'sent' }
  /** @param after seconds */
  | { readonly outcome: 'later'; readonly after: number; readonly fault: string }
  | { readonly outcome: 'given_up'; readonly fault: string }

/** Only while it is this process's attempt: one whose hold ran out may be in another's hands. */
const mine = `m.id = $2 AND m.attempts = $3 AND m.sent_at IS NULL AND m.failed_at IS NULL`

const statements = {
  sent: {
    name: 'mail-sent',
    text: `UPDATE mails m SET sent_at = ${clock('$1')}, sealed = NULL, mailbox = NULL, held_until = NULL, last_fault = NULL WHERE ${mine}`,
  },
  later: {
    name: 'mail-later',
    text: `UPDATE mails m SET due_at = ${clock('$1')} + make_interval(secs => $4), held_until = NULL, last_fault = $5 WHERE ${mine}`,
  },
  given_up: {
    name: 'mail-given-up',
    text: `UPDATE mails m SET failed_at = ${clock('$1')}, sealed = NULL, mailbox = NULL, held_until = NULL, last_fault = $4 WHERE ${mine}`,
  },
} as const

/** Writes what became of a held mail. One that is sent or given up keeps neither address nor secret. */
export async function settleMail(
  { pool, clockOffset }: Ground,
  { id, attempts }: Pick<HeldMail, 'id' | 'attempts'>,
  what: MailOutcome,
): Promise<void> {
  const rest = what.outcome === 'sent' ? [] : what.outcome === 'later' ? [what.after, what.fault] : [what.fault]
  await pool.query({ ...statements[what.outcome], values: [clockOffset(), id, attempts, ...rest] })
}
