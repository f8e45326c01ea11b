import { Injectable } from '@nestjs/common'
import { type Everything, revocationCap, type SessionFilter } from '@tessera/contract'
import type { WatermarkScope } from '@tessera/core'
import type { Reach, RevocationTarget, SessionFilters } from '@tessera/persistence'
import { Clients } from '../clients/clients.js'
import { Companies } from '../companies/companies.js'
import { type Caller, reachOf } from '../http/caller.js'
import { filtersOf } from '../sessions/filters.js'
import { Users } from '../users/stores.js'

/** What a request asks to end: one of three. */
export interface AskedTarget {
  readonly ids?: readonly string[] | undefined
  readonly filter?: SessionFilter | undefined
  readonly everything?: Everything | undefined
}

/** What that is for its caller. */
export interface Target {
  readonly stored: RevocationTarget
  /** Which sessions it is about, within the caller's reach. */
  readonly filters: SessionFilters
  /** How many of them are looked for: of a set all that one may have, of everything as many as are worth counting. */
  readonly cap: number
}

export type TargetRefusal = 'owner_only' | 'user_unknown' | 'company_unknown' | 'client_unknown'

const everythingCap = 10_000
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const companyId = /^[1-9]\d{0,9}$/

/** Finds what is to end. What is beyond the caller's reach is refused like what was never there. */
@Injectable()
export class RevocationTargets {
  constructor(
    private readonly users: Users,
    private readonly companies: Companies,
    private readonly clients: Clients,
  ) {}

  async find({ ids, filter, everything }: AskedTarget, caller: Caller): Promise<Target | { readonly refusal: TargetRefusal }> {
    const reach = reachOf(caller)
    if (everything) return this.everything(everything, caller, reach)
    if (ids) {
      const each = [...new Set(ids)]
      return { stored: { ids: each.length }, filters: { reach, ids: each }, cap: revocationCap }
    }
    const given = filter ?? {}
    return { stored: { filter: storedFilter(given) }, filters: filtersOf(given, reach), cap: revocationCap }
  }

  private async everything({ scope, id = '' }: Everything, caller: Caller, reach: Reach) {
    const found = (scope: WatermarkScope, filters: Omit<SessionFilters, 'reach'>): Target => ({
      ...{ stored: { everything: scope }, filters: { reach, ...filters }, cap: everythingCap },
    })
    switch (scope) {
      case 'platform':
        return caller.companyBound ? { refusal: 'owner_only' as const } : found({ scope, subject: null }, {})
      case 'client':
        if (caller.companyBound) return { refusal: 'owner_only' as const }
        return (await this.clients.find(id)) ? found({ scope, subject: id }, { clientId: id }) : { refusal: 'client_unknown' as const }
      case 'company':
        if (!(await this.isCompany(id, reach))) return { refusal: 'company_unknown' as const }
        return found({ scope, subject: id }, { companyId: Number(id) })
      case 'user': {
        const user = uuid.test(id) ? await this.users.findAdministered(id, reach) : null
        if (!user || user.state === 'deleted') return { refusal: 'user_unknown' as const }
        return found({ scope, subject: user.id }, { userId: user.id })
      }
    }
  }

  private async isCompany(id: string, reach: Reach): Promise<boolean> {
    if (!companyId.test(id) || Number(id) > 2_147_483_647) return false
    if (reach.companyId !== undefined) return reach.companyId === Number(id)
    return (await this.companies.list({ only: Number(id), limit: 1 })).items.length > 0
  }
}

/** The filters as they were given; what was left out is not in the JSON. */
function storedFilter(given: SessionFilter): Record<string, string | number> {
  return Object.fromEntries(Object.entries(given).filter((filter): filter is [string, string | number] => filter[1] !== undefined))
}
