import type { PresentedRefreshToken } from '@tessera/core'
import type { Ground } from '../sessions/ground.js'
import { type ContextRow, readingOf, secretsOf, selectInContext, type SessionRead, type Shown } from '../sessions/read.js'
import { apiKeyCompany, isClientSecret } from '../sessions/sql.js'
import { importedSession } from './imported-session.js'

/** A token of another system, whose user moved in. */
export interface ImportedToken {
  /** What it stands for: the first token of its session. */
  readonly place: PresentedRefreshToken
  /** The session as it would start now; null once it has, for then the session's own row says all. */
  readonly waiting: SessionRead | null
}

const from = importedSession({ hash: '$1', clockOffset: '$2', idleTimeout: '$3', absoluteLifetime: '$4', reusePolicy: '$5' })
const textFor = (clientProved: string, apiKeyCompanyId: string) =>
  `${selectInContext(clientProved, apiKeyCompanyId)}, i.used_at IS NOT NULL AS "isUsed" ${from}`

const statements = {
  plain: { name: 'read-imported-token', text: textFor('false', 'NULL') },
  withCredentials: { name: 'read-imported-token-with-credentials', text: textFor(isClientSecret('$6'), apiKeyCompany('$7', '$8')) },
} as const

const nothingShown: Shown = { clientSecretHash: null, apiKey: null }

/**
 * Finds an imported token by its SHA-256, which is one probe; null when there is none.
 *
 * @param shown the secrets that came with it, for the verdict in `waiting`
 */
export async function readImportedToken(ground: Ground, hash: Uint8Array, shown: Shown = nothingShown): Promise<ImportedToken | null> {
  const { pool, defaults, clockOffset } = ground
  const secrets = secretsOf(shown)
  const { rows } = await pool.query<ContextRow & { isUsed: boolean }>({
    ...statements[secrets ? 'withCredentials' : 'plain'],
    values: [hash, clockOffset(), defaults.idleTimeout, defaults.absoluteLifetime, defaults.reusePolicy, ...(secrets ?? [])],
  })
  const [row] = rows
  if (!row) return null
  return { place: { sessionId: row.id, generation: 0, branch: 0 }, waiting: row.isUsed ? null : readingOf(row, ground) }
}
