import { roles, userStates } from '@tessera/contract'
import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'

/** What the users page keeps in its address, under the API's own names. What cannot be read counts as not given. */
export const searchParams = {
  q: parseAsString,
  state: parseAsStringLiteral(userStates),
  role: parseAsStringLiteral(roles),
  company_id: parseAsInteger,
  after: parseAsString,
}
export type Search = inferParserType<typeof searchParams>

export const loadSearch = createLoader(searchParams)
