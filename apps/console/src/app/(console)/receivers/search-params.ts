import { receiverForms } from '@tessera/contract'
import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'

/** What the page of receivers keeps in its address, under the API's own names. */
export const searchParams = {
  form: parseAsStringLiteral(receiverForms),
  company_id: parseAsInteger,
  after: parseAsString,
}
export type Search = inferParserType<typeof searchParams>

export const loadSearch = createLoader(searchParams)
