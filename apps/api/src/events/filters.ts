import type { ListEvents } from '@tessera/contract'
import type { EventFilters, EventSearch, Reach } from '@tessera/persistence'
import { networkGiven, networkIn } from '../http/origin.js'

type Given = Omit<ListEvents, 'limit' | 'after'>

/** The filters of a request, as the store takes them; null when what is searched for is nothing that can be found. */
export function eventFiltersOf(given: Given, reach: Reach): EventFilters | null {
  const search = given.q === undefined ? undefined : searchFor(given.q)
  if (search === null) return null
  return {
    ...{ reach, search, kind: given.kind, userId: given.user_id, by: given.by, sessionId: given.session_id },
    ...{ clientId: given.client_id, companyId: given.company_id, ip: networkGiven(given.ip) },
    from: instant(given.after_time),
    until: instant(given.before_time),
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function searchFor(typed: string): EventSearch | null {
  if (uuid.test(typed)) return { id: typed.toLowerCase() }
  const ip = networkIn(typed)
  if (ip !== null) return { ip }
  return typed.includes('@') ? { email: typed.toLowerCase() } : null
}

const instant = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time))
