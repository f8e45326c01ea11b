import { createLoader, parseAsInteger, parseAsIsoDateTime, parseAsString, type inferParserType } from 'nuqs/server'

/** What the event log keeps in its address, under the API's own names. What cannot be read counts as not given. */
export const searchParams = {
  q: parseAsString,
  // Not only those that are known here: a log may hold others.
  kind: parseAsString,
  user_id: parseAsString,
  by: parseAsString,
  session_id: parseAsString,
  client_id: parseAsString,
  company_id: parseAsInteger,
  ip: parseAsString,
  after_time: parseAsIsoDateTime,
  before_time: parseAsIsoDateTime,
  after: parseAsString,
}
export type Search = inferParserType<typeof searchParams>

export const loadSearch = createLoader(searchParams)
