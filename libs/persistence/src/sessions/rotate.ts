import type { ShownAttempt } from './attempt.js'
import type { Ground } from './ground.js'
import { agentHash, hasMoved, setOrigin } from './moved.js'
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
 * statement never has to say why. It touches no indexed column (HOT).
 *
 * Prepared once per connection, in a text for each kind of request: were a secret a parameter that may be null, PostgreSQL would plan
 * every refresh anew, because without the secret's part a plan looks cheaper each time.
 */
function textFor(shows: { readonly secret: boolean; readonly key: boolean }): string {
  const [secret, prefix, hash] = shows.secret ? ['$13', '$14', '$15'] : ['', '$13', '$14']
  return `
  UPDATE sessions s
  SET generation = $2, branch = $3, previous_branch = s.branch, issued_branch = 0, issued_at = n.now,${setOrigin('$9', '$12')},
      idle_timeout = coalesce(c.idle_timeout, $6), absolute_lifetime = coalesce(c.absolute_lifetime, $7)
  FROM users u, clients c, (SELECT ${clock('$8')} AS now, clock_timestamp() AS began) n
  WHERE s.id = $1 AND u.id = s.user_id AND c.id = s.client_id
    AND s.generation < $2
    AND (s.dpop_thumbprint IS NULL OR s.dpop_thumbprint = $5)
    AND ($4::text IS NULL OR s.client_id = $4)
    AND ${shows.secret ? isClientSecret(secret) : 'NOT c.confidential'}
    AND 'refresh_token' = ANY (c.grants)
    AND ($10::text IS NULL OR c.every_dialect OR $10 = ANY (c.dialects))
    AND ($11::text[] IS NULL OR string_to_array(s.scope, ' ') @> $11)
    ${shows.key ? `AND s.company_id = ${apiKeyCompany(prefix, hash)}` : ''}
    AND n.now < ${absoluteEnd('$7')}
    AND n.now < ${idleEnd('$6')}
    AND ${inGoodStanding}
  RETURNING ${sessionColumns}, ${policyColumns}, ${holderColumns}, n.now, ${hasMoved()}, ${hadToWait('n.began')} AS "hadToWait"`
}

const statements = {
  plain: { name: 'rotate', text: textFor({ secret: false, key: false }) },
  withSecret: { name: 'rotate-with-secret', text: textFor({ secret: true, key: false }) },
  withKey: { name: 'rotate-with-key', text: textFor({ secret: false, key: true }) },
  withBoth: { name: 'rotate-with-both', text: textFor({ secret: true, key: true }) },
} as const

/** The session as it is now, and whether it came from another network or browser than before. */
type Rotated = SessionRow & { readonly hadToWait: boolean; readonly moved: boolean }

/** Moves a session on to the presented token, if that is all there is to it; undefined when the core has to judge. */
export async function rotate(ground: Ground, attempt: ShownAttempt, origin: Origin): Promise<Rotated | undefined> {
  const { token, clientId, clientSecretHash, apiKey, dpop, dialect, scope } = attempt
  if (apiKey === 'owed') return undefined
  const secret = clientSecretHash === null ? [] : [clientSecretHash]
  const key = apiKey === null ? [] : [apiKey.prefix, apiKey.hash]
  const statement = clientSecretHash === null ? (apiKey ? 'withKey' : 'plain') : apiKey ? 'withBoth' : 'withSecret'
  const { rows } = await ground.pool.query<Rotated>({
    ...statements[statement],
    values: [
      ...[token.sessionId, token.generation, token.branch, clientId, dpop?.thumbprint ?? null],
      ...[ground.defaults.idleTimeout, ground.defaults.absoluteLifetime, ground.clockOffset(), origin.ip],
      ...[dialect, scope, agentHash(origin.userAgent)],
      ...secret,
      ...key,
    ],
  })
  return rows[0]
}
