import { once } from 'node:events'
import type { BeforeApplicationShutdown, OnApplicationShutdown, OnModuleInit } from '@nestjs/common'
import type { HeldMail, MailOutcome, MailStore } from '@tessera/persistence'
import type { Logger } from 'pino'
import { Leaving } from '../processes/leaving.js'
import { compose } from './compose.js'
import type { MailSeal } from './mail-seal.js'
import { MailRefused, type MailTransport } from './transport.js'

/** Milliseconds between two looks for mails that other processes queued, or whose time has come. */
const lookEvery = 1_000
/** Mails that one process sends at once. */
const lanes = 4
/** Seconds before each further attempt, some jitter aside: the last is about a day after the first. */
export const pauses = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 28_800] as const

/** What the worker stands on. */
export interface OutboxGround {
  readonly mails: MailStore
  readonly transport: MailTransport
  readonly seal: MailSeal
  readonly consoleUrl: string
  /** Whether it looks for mails by itself. */
  readonly sends: boolean
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/**
 * Sends the mails that wait, each mailbox's in the order in which they were queued (docs/decisions/0050-outbox.md). A mail is in one process's hands
 * at a time, and is sent once; a process that dies between handing it to the mail server and saying so has it sent a second time, with
 * the same Message-ID.
 */
export class Outbox implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined
  private readonly working = new Set<Promise<void>>()
  /** Whether the last look failed: a database that is away is said once, not every second. */
  private blind = false

  constructor(
    private readonly ground: OutboxGround,
    private readonly leaving = new Leaving(),
  ) {}

  onModuleInit(): void {
    if (this.ground.sends) this.timer = setInterval(() => this.look(), lookEvery).unref()
  }

  beforeApplicationShutdown(): void {
    this.leaving.begin()
    clearInterval(this.timer)
  }

  /** What is in hand is sent, unless the mail server takes seconds: then it may be sent again. The rest waits for another process. */
  async onApplicationShutdown(): Promise<void> {
    this.beforeApplicationShutdown()
    await Promise.race([Promise.all(this.working), this.leaving.overdue.aborted || once(this.leaving.overdue, 'abort')])
    this.ground.transport.close()
  }

  /** Looks for mails now, one look at a time: each mail that is found starts another beside it. Never throws, and waits for nothing. */
  look(): void {
    if (this.leaving.hasBegun || this.working.size >= lanes) return
    const lane = this.drain()
      .then(() => void (this.blind = false))
      .catch((fault: unknown) => {
        if (!this.blind) this.ground.log.warn({ err: fault }, 'the outbox cannot be read; mails wait')
        this.blind = true
      })
      .finally(() => this.working.delete(lane))
    this.working.add(lane)
  }

  private async drain(): Promise<void> {
    for (let mail = await this.next(); mail; mail = await this.next()) {
      this.look()
      await this.ground.mails.settle(mail, await this.send(mail))
    }
  }

  private next(): Promise<HeldMail | null> {
    return this.leaving.hasBegun ? Promise.resolve(null) : this.ground.mails.claim()
  }

  private async send(mail: HeldMail): Promise<MailOutcome> {
    const { id, kind, attempts } = mail
    const facts = { mailId: id, kind, attempts }
    const outgoing = this.composed(mail)
    if (outgoing === 'addressee_gone') return { outcome: 'given_up', fault: outgoing }
    if (outgoing === 'unreadable') {
      this.ground.log.error(facts, 'a mail cannot be opened with this TESSERA_SECRET and is given up')
      return { outcome: 'given_up', fault: outgoing }
    }
    try {
      await this.ground.transport.send(outgoing)
      return { outcome: 'sent' }
    } catch (thrown) {
      const fault = thrown instanceof MailRefused ? thrown.word : 'unknown'
      const after = pauses[attempts - 1]
      if ((thrown instanceof MailRefused && thrown.forGood) || after === undefined) {
        this.ground.log.error({ ...facts, fault }, 'a mail was refused and is given up')
        return { outcome: 'given_up', fault }
      }
      this.ground.log.warn({ ...facts, fault, retryAfter: after }, 'a mail was not sent and is tried again')
      // So that what failed together does not come back together.
      return { outcome: 'later', after: after * (0.8 + Math.random() * 0.4), fault }
    }
  }

  private composed(mail: HeldMail) {
    try {
      return compose(mail, this.ground.seal, this.ground.consoleUrl)
    } catch {
      return 'unreadable' as const
    }
  }
}
