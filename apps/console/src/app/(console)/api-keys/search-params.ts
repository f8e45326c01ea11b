import { apiKeyStates } from '@tessera/contract'
import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'

/** What the page of API keys keeps in its address, under the API's own names. */
export const searchParams = {
  state: parseAsStringLiteral(apiKeyStates),
  company_id: parseAsInteger,
  user_id: parseAsString,
  prefix: parseAsString,
  after: parseAsString,
}
export type Search = inferParserType<typeof searchParams>

export const loadSearch = createLoader(searchParams)
