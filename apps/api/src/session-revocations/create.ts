import { Injectable } from '@nestjs/common'
import type { CreateRevocation as Asked } from '@tessera/contract'
import type { Origin, StoredRevocation } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'
import { TooBusy } from '../passwords/bounded-queue.js'
import { revocationActor } from './revocation-actor.js'
import { RevocationSearches } from './searches.js'
import { RevocationTargets, type TargetRefusal } from './target.js'
import { SessionRevocations } from './session-revocations.js'
import { RevocationWorker } from './worker.js'

/** Seconds in which it can still be stopped, where the request says nothing. */
const defaultStartsIn = 5
/** Milliseconds after the request began until which one that starts at once is executed before it is answered; what is left goes on behind. */
const executesFor = 4000

export type Creation =
  | { readonly outcome: 'created'; readonly revocation: StoredRevocation }
  | { readonly outcome: 'refused'; readonly refusal: TargetRefusal | 'too_many_sessions' }
  /** @property count how many match now */
  | { readonly outcome: 'refused'; readonly refusal: 'count_changed'; readonly count: number }

/** Ends many sessions: gathers the set, writes it down, and has it executed when its time has come. */
@Injectable()
export class CreateRevocation {
  constructor(
    private readonly revocations: SessionRevocations,
    private readonly targets: RevocationTargets,
    private readonly searches: RevocationSearches,
    private readonly worker: RevocationWorker,
  ) {}

  /**
   * @param signal aborted when nobody waits for the answer any more
   * @throws TooBusy when that is so before anything is written: whoever was told that it took too long asks again, and there would be two
   */
  async create(asked: Asked, caller: Caller, origin: Origin, signal: AbortSignal): Promise<Creation> {
    const until = performance.now() + executesFor
    const target = await this.targets.find(asked, caller)
    if ('refusal' in target) return { outcome: 'refused', refusal: target.refusal }
    const actor = revocationActor(caller, origin)
    const spared = asked.include_current ? null : caller.sessionId
    const asOf = asked.as_of === undefined ? null : Date.parse(asked.as_of)
    const isSet = target.stored.everything === undefined
    const set =
      isSet || asked.expected_count !== undefined
        ? await this.searches.run(caller.userId, () => this.revocations.gather({ filters: target.filters, asOf, cap: target.cap, spared }))
        : null
    if (isSet && set?.complete === false) return { outcome: 'refused', refusal: 'too_many_sessions' }
    if (set && asked.expected_count !== undefined && set.sessions.length !== asked.expected_count) {
      return { outcome: 'refused', refusal: 'count_changed', count: set.sessions.length }
    }
    if (signal.aborted) throw new TooBusy('Nobody waits any more for what was searched for.')
    const startsIn = asked.starts_in ?? defaultStartsIn
    const id = await this.revocations.create({
      ...{ ...actor, target: target.stored, note: asked.reason ?? null, spared, startsIn },
      sessions: isSet ? (set?.sessions.map((session) => session.id) ?? []) : null,
    })
    if (startsIn === 0) await this.worker.execute(id, until, isSet)
    else this.worker.wake()
    const revocation = await this.revocations.find(id, actor.companyId)
    if (!revocation) throw new Error('the revocation that was created is not there')
    return { outcome: 'created', revocation }
  }
}
