import { holderOfGiven, importOf } from '@tessera/persistence'

const text = `
  SELECT u.id IS NOT NULL AS there, c.id IS NOT NULL AS company,
    EXISTS (${importOf('u.id')}) AS imported
  FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS g(email, company, n)
    LEFT JOIN ${holderOfGiven} ON true LEFT JOIN companies c ON c.id = g.company
  ORDER BY g.n`

/**
 * What an import would answer for each user, and nothing is written. Addresses of the file are remembered, so that the second of one is found. That a
 * token is another user's is not looked for.
 *
 * @param {{ pool: import('pg').Pool }} database
 * @returns {(users: readonly import('@tessera/persistence').ImportedUser[]) => Promise<{ outcome: string, tokens: number, tokensTaken: 0 }[]>}
 */
export function rehearsal({ pool }) {
  const made = new Set()
  return async (users) => {
    const { rows } = await pool.query(text, [users.map(({ email }) => email), users.map(({ companyId }) => companyId)])
    return users.map(({ email, tokens }, index) => {
      const outcome = made.has(email) ? 'already_imported' : outcomeOf(rows[index])
      if (outcome === 'imported') made.add(email)
      return { outcome, tokens: outcome.endsWith('imported') ? tokens.length : 0, tokensTaken: 0 }
    })
  }
}

function outcomeOf({ there, imported, company }) {
  if (there) return imported ? 'already_imported' : 'email_taken'
  return company ? 'imported' : 'company_unknown'
}
