import { Logger, type LoggerService, type OnApplicationShutdown } from '@nestjs/common'
import type { ApiKeyStore } from '@tessera/persistence'
import type { Caller, CallerDirectory, SessionCaller } from '../http/caller.js'

/** Milliseconds between two looks at whether those who follow may still. */
const lookEvery = 5_000
/** And until the look that a revocation is reason for, whatever is revoked meanwhile. */
const lookSoonAfter = 200

/** Somebody who has passed the guard, and goes on without passing it again. */
export interface Watched {
  readonly caller: Caller
  /** Called when they may not go on, or see other things than before: whoever connects again passes the guard. */
  readonly end: () => void
}

/**
 * Watches whether those who follow may still: their key, user and roles, or their session. All keys in one statement, however many follow, every few
 * seconds and whenever something was revoked. A database that cannot answer is no reason to end: the next look comes, and nothing is told meanwhile.
 */
export class Standing implements OnApplicationShutdown {
  private readonly watched = new Set<Watched>()
  private timer: NodeJS.Timeout | undefined
  private soon: NodeJS.Timeout | undefined
  private looking: Promise<void> | undefined

  constructor(
    private readonly apiKeys: Pick<ApiKeyStore, 'standing'>,
    private readonly callers: CallerDirectory,
    private readonly log: Pick<LoggerService, 'warn'> = new Logger(Standing.name),
  ) {}

  /** @returns stops watching */
  watch(watched: Watched): () => void {
    this.watched.add(watched)
    this.timer ??= setInterval(() => void this.look(), lookEvery).unref()
    return () => {
      this.watched.delete(watched)
      if (this.watched.size === 0) this.rest()
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.rest()
    await this.looking
  }

  /** Whether somebody sees now what they saw when they passed the guard. That their access token has expired since counts for nothing. */
  async isUnchanged(caller: Caller): Promise<boolean> {
    const now = isOfSession(caller)
      ? await this.callers.find({ sid: caller.sessionId, sub: caller.userId, exp: Infinity })
      : caller.apiKeyId !== null && (await this.apiKeys.standing([caller.apiKeyId])).get(caller.apiKeyId)
    return now ? standingOf(now) === standingOf(caller) : false
  }

  /** Something was revoked: it may have been of those who follow. */
  lookSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined
      void this.look()
    }, lookSoonAfter).unref()
  }

  /** Looks now, unless it does. Never rejects. */
  private look(): Promise<void> {
    return (this.looking ??= this.lookOnce()
      .catch((fault: unknown) => this.log.warn(fault))
      .finally(() => (this.looking = undefined)))
  }

  private rest(): void {
    clearInterval(this.timer)
    clearTimeout(this.soon)
    this.timer = undefined
    this.soon = undefined
  }

  private async lookOnce(): Promise<void> {
    const watched = [...this.watched]
    const keyIds = new Set(watched.flatMap(({ caller: { apiKeyId } }) => apiKeyId ?? []))
    const sessions = new Map(watched.flatMap(({ caller }) => (isOfSession(caller) ? [[caller.sessionId, caller] as const] : [])))
    const now = new Map<string, string | undefined>()
    if (keyIds.size > 0) for (const [id, bearer] of await this.apiKeys.standing([...keyIds])) now.set(id, standingOf(bearer))
    for (const [id, { sessionId: sid, userId: sub, tokenExpiresAt }] of sessions) {
      now.set(id, standingOf(await this.callers.find({ sid, sub, exp: tokenExpiresAt / 1000 })))
    }
    for (const { caller, end } of watched) if (now.get(caller.apiKeyId ?? caller.sessionId ?? '') !== standingOf(caller)) end()
  }
}

function isOfSession(caller: Caller): caller is SessionCaller {
  return caller.sessionId !== null
}

type Standings = Pick<Caller, 'roles' | 'companyId' | 'hasSecondFactor'> | { readonly refusal: string }

/** What somebody may see, in a word that changes with it; undefined for nothing. */
function standingOf(of: Standings): string | undefined {
  return 'refusal' in of ? undefined : JSON.stringify([[...of.roles].sort(), of.companyId, of.hasSecondFactor])
}
