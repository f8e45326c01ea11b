import type { ShownAttempt } from './attempt.js'
import type { Ground } from './ground.js'
import type { Origin, SessionRow } from './rows.js'
import {
  absoluteEnd,
  apiKeyCompany,
  clock,
  hadToWait,
  holderColumns,
  idleEnd,
  inGoodStanding,
  isClientSecret,
  policyColumns,
  sessionColumns,
} from './sql.js'

/**
 * The first row of the rotation table in one statement: the successor is used for the first time.
 *
 * Everything that the core judges before the table stands in the WHERE; whatever does not match is left to the core, so this
 * statement never has to say why. Prepared once per connection. It touches no indexed column (HOT).
 */
const text = `
  UPDATE sessions s
  SET generation = $2, branch = $3, previous_branch = s.branch, issued_branch = 0, issued_at = n.now, last_ip = $10,
      idle_timeout = coalesce(c.idle_timeout, $7), absolute_lifetime = coalesce(c.absolute_lifetime, $8)
  FROM users u, clients c, (SELECT ${clock('$9')} AS now, clock_timestamp() AS began) n
  WHERE s.id = $1 AND u.id = s.user_id AND c.id = s.client_id
    AND s.generation < $2
    AND (s.dpop_thumbprint IS NULL OR s.dpop_thumbprint = $6)
    AND ($4::text IS NULL OR s.client_id = $4)
    AND CASE WHEN $5::bytea IS NULL THEN NOT c.confidential ELSE ${isClientSecret('$5')} END
    AND 'refresh_token' = ANY (c.grants)
    AND ($11::text IS NULL OR c.every_dialect OR $11 = ANY (c.dialects))
    AND ($12::text[] IS NULL OR string_to_array(s.scope, ' ') @> $12)
    AND (NOT $13::boolean OR s.company_id = ${apiKeyCompany('$14', '$15')})
    AND n.now < ${absoluteEnd('$8')}
    AND n.now < ${idleEnd('$7')}
    AND ${inGoodStanding}
  RETURNING ${sessionColumns}, ${policyColumns}, ${holderColumns}, n.now, ${hadToWait('n.began')} AS "hadToWait"`

/** Moves a session on to the presented token, if that is all there is to it; undefined when the core has to judge. */
export async function rotate(
  ground: Ground,
  attempt: ShownAttempt,
  origin: Origin,
): Promise<(SessionRow & { readonly hadToWait: boolean }) | undefined> {
  const { sessionId, generation, branch } = attempt.token
  const { apiKey } = attempt
  const shownKey = apiKey === 'owed' ? null : apiKey
  const { rows } = await ground.pool.query<SessionRow & { hadToWait: boolean }>({
    name: 'rotate',
    text,
    values: [
      sessionId,
      generation,
      branch,
      attempt.clientId,
      attempt.clientSecretHash,
      attempt.dpop?.thumbprint ?? null,
      ground.defaults.idleTimeout,
      ground.defaults.absoluteLifetime,
      ground.clockOffset(),
      origin.ip,
      attempt.dialect,
      attempt.scope,
      apiKey !== null,
      shownKey?.prefix ?? null,
      shownKey?.hash ?? null,
    ],
  })
  return rows[0]
}
