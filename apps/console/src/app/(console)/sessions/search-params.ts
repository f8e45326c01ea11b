import { commonBrowsers, commonSystems, endReasons, type ListSessions, sessionStates } from '@tessera/contract'
import {
  createLoader,
  createParser,
  parseAsInteger,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
} from 'nuqs/server'

/** However it is typed, a country's code has two capitals (ISO 3166-1). */
const parseAsCountry = createParser({
  parse: (text) => (/^[a-z]{2}$/i.test(text) ? text.toUpperCase() : null),
  serialize: String,
})

/** However it is typed, a name that many have is searched for as it is stored: the API finds no other letters. */
function parseAsName(common: readonly string[]) {
  return createParser({
    parse: (text) => common.find((name) => name.toLowerCase() === text.toLowerCase()) ?? text,
    serialize: String,
  })
}

/** What the sessions page keeps in its address, under the API's own names. What cannot be read counts as not given, and the page says so. */
export const searchParams = {
  q: parseAsString,
  state: parseAsStringLiteral(sessionStates),
  reason: parseAsStringLiteral(endReasons),
  user_id: parseAsString,
  client_id: parseAsString,
  company_id: parseAsInteger,
  ip: parseAsString,
  country: parseAsCountry,
  browser: parseAsName(commonBrowsers),
  system: parseAsName(commonSystems),
  dialect: parseAsString,
  device: parseAsString,
  started_after: parseAsIsoDateTime,
  started_before: parseAsIsoDateTime,
  seen_after: parseAsIsoDateTime,
  seen_before: parseAsIsoDateTime,
  ended_after: parseAsIsoDateTime,
  ended_before: parseAsIsoDateTime,
  after: parseAsString,
} satisfies Readonly<Record<Exclude<keyof ListSessions, 'email' | 'limit'>, unknown>>
export type Search = inferParserType<typeof searchParams>

export const loadSearch = createLoader(searchParams)
