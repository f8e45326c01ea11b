import type { Database } from '@tessera/persistence'
import { MailSeal } from '../mail/mail-seal.js'
import type { MailContents, MailKind } from '../mail/mail-contents.js'
import { testConfiguration } from './configuration.js'

/** A mail that waits to be sent, as whoever gets it will read it. */
export interface WaitingMail {
  readonly kind: MailKind
  readonly to: string | null
  /** Of the kinds that have them. */
  readonly code?: string
  readonly token?: string
  readonly userId: string | null
  readonly sessionId: string | null
}

/** The mails that were queued and not sent, oldest first. @param kind only those */
export async function waitingMails({ pool }: Pick<Database, 'pool'>, kind?: MailKind): Promise<readonly WaitingMail[]> {
  const seal = new MailSeal(testConfiguration().masterSecret)
  const { rows } = await pool.query<{ kind: MailKind; sealed: Buffer | null; userId: string | null; sessionId: string | null }>(
    `SELECT kind, sealed, user_id AS "userId", session_id AS "sessionId" FROM mails WHERE sent_at IS NULL AND ($1::text IS NULL OR kind = $1) ORDER BY id`,
    [kind ?? null],
  )
  return rows.map(({ kind: found, sealed, userId, sessionId }) => {
    const contents = sealed ? (seal.open(found, sealed) as Exclude<MailContents['verification'], null>) : null
    return { kind: found, to: contents?.to ?? null, ...contents, userId, sessionId }
  })
}

/** Those of them that go to an address. */
export const mailsTo = async (database: Pick<Database, 'pool'>, address: string): Promise<readonly WaitingMail[]> =>
  (await waitingMails(database)).filter(({ to }) => to === address)
