'use client'
import { Chips } from '../../../lists/chips'
import type { Narrow } from '../../../lists/use-search'
import { exactTime } from '../../../ui/time-words'
import { useZone } from '../../../ui/when'
import type { Search } from './search-params'
import { reasonWords } from './state'

/** The filters that are on. The state and the search text show themselves. */
export function SessionChips({ search, narrow }: { search: Search; narrow: Narrow<Search> }) {
  const { reason, client_id, device, started_after, started_before } = search
  const zone = useZone()
  const time = (at: Date | null) => at && exactTime(at.getTime(), zone)
  return (
    <Chips
      narrow={narrow}
      chips={[
        { name: 'reason', word: 'Reason', value: reason && reasonWords[reason] },
        { name: 'client_id', word: 'Client', value: client_id },
        { name: 'device', word: 'Device', value: device },
        { name: 'started_after', word: 'Started after', value: time(started_after) },
        { name: 'started_before', word: 'Started before', value: time(started_before) },
      ]}
    />
  )
}
