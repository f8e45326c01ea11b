'use client'
import { Chips } from '../../../lists/chips'
import type { Narrow } from '../../../lists/use-search'
import { exactTime } from '../../../ui/time-words'
import { useZone } from '../../../ui/when'
import type { Choices } from './choices'
import { countryName } from './country-names'
import { dialectName } from './dialect-names'
import type { Search } from './search-params'
import { reasonWords } from './state'

/** Each filter in words, by its name in the address, where it is on. */
function filterWords(search: Search, choices: Choices, zone: string | undefined) {
  const { company_id, client_id } = search
  const time = (at: Date | null) => at && exactTime(at.getTime(), zone)
  return [
    { name: 'reason', word: 'Reason', value: search.reason && reasonWords[search.reason] },
    { name: 'user_id', word: 'User', value: search.user_id },
    { name: 'client_id', word: 'Client', value: choices.clients.find(({ id }) => id === client_id)?.name ?? client_id },
    {
      name: 'company_id',
      word: 'Company',
      value: company_id && (choices.companies?.items.find(({ id }) => id === company_id)?.name ?? String(company_id)),
    },
    { name: 'ip', word: 'Network', value: search.ip },
    { name: 'country', word: 'Country', value: search.country && countryName(search.country) },
    { name: 'browser', word: 'Browser', value: search.browser },
    { name: 'system', word: 'System', value: search.system },
    { name: 'dialect', word: 'Format', value: search.dialect && dialectName(search.dialect) },
    { name: 'device', word: 'Device', value: search.device },
    { name: 'started_after', word: 'Started after', value: time(search.started_after) },
    { name: 'started_before', word: 'Started before', value: time(search.started_before) },
    { name: 'seen_after', word: 'Last seen since', value: time(search.seen_after) },
    { name: 'seen_before', word: 'Last seen before', value: time(search.seen_before) },
  ] as const
}

/** The filters that are on. The state and the search text show themselves. */
export function SessionChips({ search, choices, narrow }: { search: Search; choices: Choices; narrow: Narrow<Search> }) {
  const chips = filterWords(search, choices, useZone()).map(({ value, ...chip }) => ({ ...chip, value: value || null }))
  return <Chips narrow={narrow} chips={chips} />
}
