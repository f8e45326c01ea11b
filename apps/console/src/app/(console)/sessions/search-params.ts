import { endReasons, sessionStates, type ListSessions } from '@tessera/contract'
import { createLoader, parseAsIsoDateTime, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'

/** How many sessions a page asks for. A shorter one that has a next was cut off by the search’s own limit: it goes in steps. */
export const pageSize = 50

/** What the sessions page keeps in its address, under the API's own names. What cannot be read counts as not given. */
export const searchParams = {
  q: parseAsString,
  state: parseAsStringLiteral(sessionStates),
  reason: parseAsStringLiteral(endReasons),
  client_id: parseAsString,
  device: parseAsString,
  started_after: parseAsIsoDateTime,
  started_before: parseAsIsoDateTime,
  after: parseAsString,
}
export type Search = inferParserType<typeof searchParams>

export const loadSearch = createLoader(searchParams)

/** The search as the API takes it: blanks left out. */
export function queryOf(search: Search): ListSessions {
  const given = Object.entries(search).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value?.trim()])
  return Object.fromEntries(given.filter(([, value]) => value)) as ListSessions
}

/** Whether anything narrows the list; a later page of everything is still everything. */
export function isNarrowed({ after: _page, ...search }: Search): boolean {
  return Object.values(search).some((value) => value !== null && value !== '')
}
