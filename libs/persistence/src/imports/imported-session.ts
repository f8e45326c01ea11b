import { clock } from '../sessions/sql.js'

interface Parameters {
  readonly hash: string
  readonly clockOffset: string
  readonly idleTimeout: string
  readonly absoluteLifetime: string
  readonly reusePolicy: string
}

/**
 * The session that an imported token `i` stands for, as it is the moment that the token is exchanged: generation 0 proved, its successor handed out now. It
 * started when its user was imported, so every watermark since ends it, and it can begin only until the token would have expired.
 */
export const importedSession = ({ hash, clockOffset, idleTimeout, absoluteLifetime, reusePolicy }: Parameters) => `
  FROM imported_tokens i JOIN users u ON u.id = i.user_id JOIN clients c ON c.id = i.client_id, (SELECT ${clock(clockOffset)} AS now) n,
  LATERAL (
    SELECT i.session_id AS id, i.user_id, i.client_id, u.company_id, i.imported_at AS started_at,
      0 AS generation, 0 AS branch, NULL::int AS previous_branch, 0 AS issued_branch, n.now AS issued_at,
      coalesce(c.idle_timeout, ${idleTimeout}::int) AS idle_timeout,
      least(coalesce(c.absolute_lifetime, ${absoluteLifetime}::int), greatest(0, floor(extract(epoch FROM i.expires_at - i.imported_at))))::int AS absolute_lifetime,
      coalesce(c.reuse_policy, ${reusePolicy}::reuse_policy) AS reuse_policy, c.scope, NULL::text AS dialect,
      -- No proof is of this key: a session of a client that requires proofs cannot come from a token without one.
      CASE WHEN c.dpop_required THEN '' END AS dpop_thumbprint,
      CASE WHEN c.disabled_at IS NOT NULL THEN c.disabled_at END AS revoked_at,
      CASE WHEN c.disabled_at IS NOT NULL THEN 'client_disabled'::end_reason END AS revoked_reason, NULL::uuid AS revoked_by,
      NULL::text AS device_id
  ) s
  WHERE i.hash = ${hash}`
