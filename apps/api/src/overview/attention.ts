import { Injectable } from '@nestjs/common'
import type { Attention } from '@tessera/contract'
import { DatabaseClock } from '../clock/database-clock.js'
import { Configuration } from '../configuration.js'
import { type Caller, reachOf } from '../http/caller.js'
import { time } from '../http/time.js'
import { StoredSigningKeys } from '../signing-keys/stored-signing-keys.js'
import { StoredTallies } from './stored-tallies.js'

const day = 86_400_000
/** Milliseconds before a key is rotated by itself in which that is told. */
const toldBefore = 7 * day
/** Milliseconds that a key may be past its age before somebody should ask why it was not rotated. */
const lateAfter = day
/** Milliseconds after which a key is old where none is rotated by itself. */
const oldAfter = 400 * day

/** What asks for a look, most urgent first. */
@Injectable()
export class NeedsAttention {
  constructor(
    private readonly stored: StoredTallies,
    private readonly keys: StoredSigningKeys,
    private readonly clock: DatabaseClock,
    private readonly configuration: Configuration,
  ) {}

  /** @returns of the caller's company alone, when they are bound to one; keys and mails are the platform's */
  async list(caller: Caller): Promise<Attention[]> {
    const [alarms, keys] = await Promise.all([
      this.stored.alarms(reachOf(caller).companyId),
      caller.companyBound ? { old: [], rotates: [] } : this.signingKeys(),
    ])
    const { reuseDetected, followersSilent, failedLogins, receiversFail, apiKeysExpire, mailsFailed } = alarms
    return [
      ...begun('reuse_detected', reuseDetected).map((each) => ({ ...each, last: reuseDetected && time(reuseDetected.last) })),
      ...begun('followers_silent', followersSilent),
      ...failedLogins.map(({ network, count, since }) => ({
        ...nothing,
        kind: 'failed_logins' as const,
        count,
        network,
        since: time(since),
      })),
      ...keys.old,
      ...begun('receivers_fail', receiversFail),
      ...begun('mails_failed', mailsFailed),
      ...keys.rotates,
      ...(apiKeysExpire
        ? [{ ...nothing, kind: 'api_keys_expire' as const, count: apiKeysExpire.count, at: time(apiKeysExpire.first) }]
        : []),
    ]
  }

  private async signingKeys(): Promise<{ readonly old: readonly Attention[]; readonly rotates: readonly Attention[] }> {
    const keys = await this.keys.list()
    const next = keys.find(({ state }) => state === 'next')
    if (next) return { old: [], rotates: [{ ...nothing, kind: 'signing_key_rotates', at: time(next.activatesAt) }] }
    const active = keys.find(({ state }) => state === 'active')
    const age = this.configuration.signingKeyAge * 1000
    if (!active) return { old: [], rotates: [] }
    const signsFor = this.clock.now() - active.activatesAt
    if (signsFor > (age > 0 ? age + lateAfter : oldAfter)) {
      return { old: [{ ...nothing, kind: 'signing_key_old', since: time(active.activatesAt) }], rotates: [] }
    }
    const isTold = age > 0 && signsFor > age - toldBefore
    return { old: [], rotates: isTold ? [{ ...nothing, kind: 'signing_key_rotates', at: time(active.activatesAt + age) }] : [] }
  }
}

/** Something that has begun, as a list of one; of none where there is nothing. */
function begun(kind: Attention['kind'], alarm: { readonly count: number; readonly since: number } | null): readonly Attention[] {
  return alarm ? [{ ...nothing, kind, count: alarm.count, since: time(alarm.since) }] : []
}

const nothing = { count: null, network: null, since: null, last: null, at: null } as const
