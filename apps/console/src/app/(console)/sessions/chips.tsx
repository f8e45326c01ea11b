'use client'
import { Chips } from '../../../lists/chips'
import type { Narrow } from '../../../lists/use-search'
import { useZone } from '../../../ui/when'
import { filterNames, filterValue, type FilterName, type Known } from './filter-words'
import type { Search } from './search-params'

/** The filters that are on. The state and the search text show themselves. */
export function SessionChips({ search, known, narrow }: { search: Search; known: Known; narrow: Narrow<Search> }) {
  const zone = useZone()
  const chips = (Object.keys(filterNames) as FilterName[]).map((name) => {
    const value = search[name]
    return { name, word: filterNames[name], value: value ? filterValue(name, value, known, zone) : null }
  })
  return <Chips narrow={narrow} chips={chips} />
}
