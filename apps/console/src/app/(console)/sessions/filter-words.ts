import type { SessionFilter } from '@tessera/contract'
import { exactTime } from '../../../ui/time-words'
import type { Choices } from './choices'
import { countryName } from './country-names'
import { dialectName } from './dialect-names'
import { reasonWords } from './state'

/** What the filters of sessions are called, in the order of their chips. */
export const filterNames = {
  reason: 'Reason',
  user_id: 'User',
  client_id: 'Client',
  company_id: 'Company',
  ip: 'Network at login',
  country: 'Country at login',
  browser: 'Browser',
  system: 'System',
  dialect: 'Format',
  device: 'Device',
  started_after: 'Started after',
  started_before: 'Started before',
  seen_after: 'Last seen since',
  seen_before: 'Last seen before',
  ended_after: 'Ended after',
  ended_before: 'Ended before',
} as const satisfies Readonly<Record<Exclude<keyof SessionFilter, 'q' | 'state' | 'email'>, string>>
export type FilterName = keyof typeof filterNames

/** The names of what filters have ids of, where they are known. */
export interface Known extends Choices {
  readonly users?: readonly { readonly id: string; readonly email: string }[]
}

const reasons: Readonly<Record<string, string>> = reasonWords

/** The value of a filter in words. @param zone to show times in */
export function filterValue(name: string, value: string | number | Date, known: Known, zone: string | undefined): string {
  switch (name) {
    case 'reason':
      return reasons[String(value)] ?? String(value)
    case 'user_id':
      return known.users?.find(({ id }) => id === value)?.email ?? String(value)
    case 'client_id':
      return known.clients.find(({ id }) => id === value)?.name ?? String(value)
    case 'company_id':
      return known.companies?.items.find(({ id }) => id === Number(value))?.name ?? String(value)
    case 'country':
      return countryName(String(value))
    case 'dialect':
      return dialectName(String(value))
    case 'started_after':
    case 'started_before':
    case 'seen_after':
    case 'seen_before':
    case 'ended_after':
    case 'ended_before':
      return exactTime(new Date(value).getTime(), zone)
    default:
      return String(value)
  }
}
