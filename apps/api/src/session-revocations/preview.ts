import { Injectable } from '@nestjs/common'
import type { PreviewRevocation as Asked } from '@tessera/contract'
import type { RevocationForecast } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'
import { RevocationSearches } from './searches.js'
import { SessionRevocations } from './session-revocations.js'
import { RevocationTargets, type TargetRefusal } from './target.js'

/** Looks what a revocation would end. */
@Injectable()
export class PreviewRevocation {
  constructor(
    private readonly revocations: SessionRevocations,
    private readonly targets: RevocationTargets,
    private readonly searches: RevocationSearches,
  ) {}

  async preview(asked: Asked, caller: Caller): Promise<RevocationForecast | { readonly refusal: TargetRefusal }> {
    const target = await this.targets.find(asked, caller)
    if ('refusal' in target) return target
    const { filters, cap } = target
    const spared = asked.include_current ? null : caller.sessionId
    return this.searches.run(caller.userId, () => this.revocations.preview({ filters, asOf: null, cap, spared }, caller))
  }
}
