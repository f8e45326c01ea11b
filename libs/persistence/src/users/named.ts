import type { Pool, PoolClient } from 'pg'
import { Statement } from '../statement.js'

/**
 * A text as it is compared: without case, accents and apostrophes, and with spaces for hyphens, commas and the like, so that nothing is left that a
 * query knows as its own. Letters that PostgreSQL does not take apart are named one by one. No longer than a word in the index may be, in bytes, with
 * the number of a company before it.
 *
 * The index has it in these very words, and is found by them: whoever changes them makes it anew (users_name_idx).
 */
const folded = (text: string) =>
  `left(replace(replace(translate(regexp_replace(lower(regexp_replace(normalize(${text}, NFKD), '[\\u0300-\\u036f\\u200b-\\u200d''‘’ʼ]', '', 'g')), '[\\u0001-\\u001f!-/:-@[-\`{-\\u00bf‐-‧、。・]', ' ', 'g'), 'øłđıς', 'oldiσ'), 'ß', 'ss'), 'æ', 'ae'), 500)`

/** The words of a name, each as it is, and once more behind its company: there a search within one sees nobody else's. Of row `u`. */
const indexed = `array_to_tsvector(array_remove(string_to_array(regexp_replace(${folded('u.name')}, '[^ ]+', '\\& ' || u.company_id::text || ':\\&', 'g'), ' '), ''))`

/** The words of what was typed, as rows `w`; none where it has none, and then nobody is named so. */
const typed = (text: string) => `unnest(array_remove(string_to_array(${folded(text)}, ' '), '')) w`

/** Whether each typed word begins a word of the name, in whatever order. Of row `u`. */
export function isNamed(statement: Statement, text: string): string {
  return `' ' || ${folded('u.name')} LIKE ALL ((SELECT array_agg('% ' || w || '%') FROM ${typed(`${statement.value(text)}::text`)})::text[])`
}

/**
 * Who is named so, in no order, along the index on names. It gathers all whom a typed word fits before the first is told: what many have takes long,
 * whatever `most` is.
 *
 * @param companyId of this company alone: how many others are named so shows in no time
 */
export async function idsNamed(
  connection: Pool | PoolClient,
  text: string,
  companyId: number | undefined,
  most: number,
): Promise<string[]> {
  const statement = new Statement()
  const within = statement.value(companyId === undefined ? '' : `${companyId}:`)
  // Asked for by a query in the query, so that the planner knows nothing of it: told of a word that many have, it might read the whole table.
  const query = `SELECT string_agg(DISTINCT '''' || ${within} || w || ''':*', ' & ')::tsquery FROM ${typed(`${statement.value(text)}::text`)}`
  const { rows } = await connection.query<{ id: string }>(
    `SELECT u.id FROM users u WHERE u.name IS NOT NULL AND ${indexed} @@ (${query}) LIMIT ${statement.value(most)}`,
    statement.values,
  )
  return rows.map(({ id }) => id)
}
