import type { Ground } from '../sessions/ground.js'
import type { LoginOrigin } from '../sessions/index.js'
import { agentHash } from '../sessions/moved.js'
import { importedSession } from './imported-session.js'

/** Of many that present the token at once one uses it, by its row's lock; the session is written in the same statement. */
const text = `
  WITH used AS (
    UPDATE imported_tokens t SET used_at = clock_timestamp() + make_interval(secs => $2::float8 / 1000) WHERE t.hash = $1 AND t.used_at IS NULL RETURNING t.hash
  ), started AS (
    INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, ip, last_ip, user_agent, dialect, country, browser, system, last_agent)
    SELECT s.id, s.user_id, s.client_id, s.company_id, s.started_at, s.issued_at, s.idle_timeout, coalesce(c.absolute_lifetime, $4::int), s.reuse_policy, s.scope, $6::inet, $6::inet, $7, $8, $9, $10, $11, $12::int
    ${importedSession({ hash: '(SELECT hash FROM used)', clockOffset: '$2', idleTimeout: '$3', absoluteLifetime: '$4', reusePolicy: '$5' })}
    RETURNING *
  ), logged AS (
    INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, ip, user_agent, details)
    SELECT s.issued_at, 'session_started', s.id, s.user_id, s.client_id, s.company_id, s.ip, s.user_agent, jsonb_build_object('imported', true) FROM started s
  )
  SELECT count(*)::int AS started FROM started`

/**
 * Starts the session that an imported token stands for, unless it was started before; it has its client's lifetimes. It is judged afterwards, like any other session: what ended meanwhile is found
 * there, because the session counts as started when its user was imported.
 */
export async function startImportedSession(
  { pool, defaults, clockOffset }: Ground,
  hash: Uint8Array,
  origin: LoginOrigin,
  dialect: string | null,
): Promise<void> {
  await pool.query({
    name: 'start-imported-session',
    text,
    values: [
      ...[hash, clockOffset(), defaults.idleTimeout, defaults.absoluteLifetime, defaults.reusePolicy],
      ...[origin.ip, origin.userAgent, dialect, origin.country, origin.browser, origin.system, agentHash(origin.userAgent)],
    ],
  })
}
