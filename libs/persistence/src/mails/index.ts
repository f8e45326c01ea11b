import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import { claimMail, type HeldMail } from './claim.js'
import { type MailOutcome, settleMail } from './settle.js'

export type { HeldMail, MailedSession } from './claim.js'
export type { MailElsewhere, QueuedMail } from './queued-mail.js'
export type { MailOutcome } from './settle.js'

/** The mails that wait to be sent. They are written by the statements that cause them (`queued-mail.ts`). */
export type MailStore = ReturnType<typeof mailStore>

/** @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts */
export function mailStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    claim: () => claimMail(ground),
    settle: (mail: Pick<HeldMail, 'id' | 'attempts'>, outcome: MailOutcome) => settleMail(ground, mail, outcome),
  }
}
