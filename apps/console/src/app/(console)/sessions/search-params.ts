import { endReasons, sessionStates } from '@tessera/contract'
import { createLoader, parseAsIsoDateTime, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'

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
