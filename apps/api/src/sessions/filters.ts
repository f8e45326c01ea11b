import type { SessionFilter } from '@tessera/contract'
import type { Reach, SessionFilters } from '@tessera/persistence'
import { networkGiven } from '../http/origin.js'
import { searchFor } from './search.js'

/** By this name our own wire format is filtered for, which has none where sessions are stored. */
const ownDialect = 'tessera'

/** The filters of a request, as the store takes them. */
export function filtersOf(given: SessionFilter, reach: Reach): SessionFilters {
  return {
    reach,
    search: given.q === undefined ? undefined : searchFor(given.q),
    state: given.state,
    reason: given.reason,
    userId: given.user_id,
    emailPrefix: given.email,
    clientId: given.client_id,
    companyId: given.company_id,
    ip: networkGiven(given.ip),
    country: given.country,
    browser: given.browser,
    system: given.system,
    dialect: given.dialect === ownDialect ? null : given.dialect,
    device: given.device,
    startedAfter: instant(given.started_after),
    startedBefore: instant(given.started_before),
    seenAfter: instant(given.seen_after),
    seenBefore: instant(given.seen_before),
    endedAfter: instant(given.ended_after),
    endedBefore: instant(given.ended_before),
  }
}

const instant = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time))
