import { Injectable } from '@nestjs/common'
import type { PreviewedPolicy } from '@tessera/persistence'
import { type Caller, reachOf } from '../http/caller.js'
import { Sessions } from '../sessions/sessions.js'

/** Says what other lifetimes would do to a client's sessions, as far as the caller sees those. */
@Injectable()
export class PreviewClient {
  constructor(private readonly sessions: Sessions) {}

  /** Lifetimes in seconds; null: the platform's default; left out: as it is. Null when there is no such client. */
  preview(
    clientId: string,
    lifetimes: { idle_timeout?: number | null | undefined; absolute_lifetime?: number | null | undefined },
    caller: Caller,
  ): Promise<PreviewedPolicy | null> {
    const { idle_timeout: idleTimeout, absolute_lifetime: absoluteLifetime } = lifetimes
    return this.sessions.previewPolicy({ clientId, idleTimeout, absoluteLifetime, reach: reachOf(caller) })
  }
}
