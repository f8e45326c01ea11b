import type { Ground } from '../ground.js'
import type { Statement } from '../statement.js'

/**
 * The pieces of SQL that several statements of the session store share. Aliases: `s` the session, `u` its user, `c` its client,
 * `w` the first watermark that covers it.
 */

/** The columns of a core `Session`, under its own names: a row *is* a Session. */
export const sessionColumns = `
  s.id, s.user_id AS "userId", s.client_id AS "clientId", s.company_id AS "companyId", s.started_at AS "startedAt",
  s.generation, s.branch, s.previous_branch AS "previousBranch", s.issued_branch AS "issuedBranch", s.issued_at AS "issuedAt",
  s.idle_timeout AS "idleTimeout", s.absolute_lifetime AS "absoluteLifetime", s.reuse_policy AS "reusePolicy",
  s.dpop_thumbprint AS "dpopThumbprint", s.revoked_at AS "revokedAt", s.revoked_reason AS "revokedReason", s.revoked_by AS "revokedBy"`

/** A client's own policy; null where the platform's default holds. */
export const policyColumns = `
  c.access_token_lifetime AS "accessTokenLifetime", c.idle_timeout AS "policyIdleTimeout", c.absolute_lifetime AS "policyAbsoluteLifetime",
  c.retry_window AS "retryWindow", c.reuse_policy AS "policyReusePolicy"`

/** The session's user as an access token speaks of them, and the scope that the session was granted. */
export const holderColumns = `u.email, u.roles::text[] AS roles, u.second_factor_at IS NOT NULL AS "hasSecondFactor",
  u.company_id AS "holderCompanyId", s.scope, s.device_id AS "deviceId", c.audience`

const wideSubjects = (row: string) => `'platform', 'company:' || ${row}.company_id, 'client:' || ${row}.client_id`

/** The subjects of every watermark that a session may fall under. */
export const watermarkSubjects = (row: string) => `ARRAY[${wideSubjects(row)}, 'user:' || ${row}.user_id]`

const sparesNot = 'w.at >= s.started_at AND w.except_session IS DISTINCT FROM s.id'

/** Which watermarks `w` cover session `s`: the core's `covers`. */
export const coveringWatermarks = `w.subject = ANY (${watermarkSubjects('s')}) AND ${sparesNot}`

/**
 * The first watermark that covers session `s`, if any. Those of whole scopes are few, and a user may have set any number: of these the index gives the first.
 * Sorted with the others, all of them would be read for each session that is looked at, which kept the database busy for seconds.
 */
export const firstWatermark = (columns: string) => `
    SELECT ${columns} FROM (
      SELECT * FROM watermarks w WHERE w.subject = ANY (ARRAY[${wideSubjects('s')}]) AND ${sparesNot}
      UNION ALL (SELECT * FROM watermarks w WHERE w.subject = 'user:' || s.user_id AND ${sparesNot} ORDER BY w.at, w.id LIMIT 1)
    ) w ORDER BY w.at, w.id LIMIT 1`

/** Joins the first watermark that covers the session, if any. */
export const joinFirstWatermark = `
  LEFT JOIN LATERAL (${firstWatermark('w.at, w.reason, w.by')}
  ) w ON true`

/** What must still hold of a session's surroundings when its row is moved on. */
export const inGoodStanding = `
  s.revoked_at IS NULL AND u.deleted_at IS NULL AND u.disabled_at IS NULL
  AND NOT EXISTS (SELECT FROM watermarks w WHERE ${coveringWatermarks})`

/**
 * When the session expires at the latest, and when for want of a refresh: the stricter of its stamp and the client's policy. Where `policy` is
 * false the stamp alone counts.
 */
export const absoluteEnd = (platformDefault: string, policy = 'true') =>
  `s.started_at + make_interval(secs => least(s.absolute_lifetime, CASE WHEN ${policy} THEN coalesce(c.absolute_lifetime, ${platformDefault}) END))`
export const idleEnd = (platformDefault: string, policy = 'true') =>
  `s.issued_at + make_interval(secs => least(s.idle_timeout, CASE WHEN ${policy} THEN coalesce(c.idle_timeout, ${platformDefault}) END))`

/** Whether a secret of client `c` has this SHA-256, and is still good at `n.now`. */
export const isClientSecret = (hash: string) =>
  `EXISTS (SELECT FROM client_secrets x WHERE x.client_id = c.id AND x.hash = ${hash} AND (x.expires_at IS NULL OR x.expires_at > n.now))`

/** What an API key has to have for logging in and refreshing in a wire format that asks for one. */
const tokensScope = 'tokens'

/**
 * The company of the API key with this prefix and SHA-256, if it may be used for tokens at `n.now`: not revoked, not expired, and whoever made it
 * is active and in that company still.
 */
export const apiKeyCompany = (prefix: string, hash: string) => `(
    SELECT k.company_id FROM api_keys k JOIN users m ON m.id = k.user_id
    WHERE k.prefix = ${prefix} AND k.hash = ${hash} AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > n.now)
      AND '${tokensScope}' = ANY (k.scopes) AND m.company_id = k.company_id AND m.disabled_at IS NULL AND m.deleted_at IS NULL)`

/**
 * The first company beyond that one in which a user has sessions, if any: along the index on both and in its order, past all that lies between. Asked for
 * both as equal, PostgreSQL may go through all sessions of the user, who may have a hundred thousand.
 */
export const nextCompanyOf = (user: string, beyond: string) => `
  SELECT s.company_id FROM sessions s WHERE (s.user_id, s.company_id) > (${user}, ${beyond}) AND s.user_id <= ${user}
  ORDER BY s.user_id, s.company_id LIMIT 1`

/** The database's time, to the millisecond, moved by an offset in milliseconds that only tests set. */
export const clock = (offset: string) => `date_trunc('milliseconds', clock_timestamp() + make_interval(secs => ${offset}::float8 / 1000))`

/** The beginning of a statement: the one time, `n.now`, by which all of it is judged. */
export const withNow = (ground: Pick<Ground, 'clockOffset'>, statement: Statement) =>
  `WITH n AS MATERIALIZED (SELECT ${clock(statement.value(ground.clockOffset()))} AS now)`

/**
 * Whether a statement that began then had to wait for its row. PostgreSQL looks again at the row when the wait is over, but at everything
 * else (the watermarks, the user) as it was before: a revocation acknowledged during the wait would go unseen.
 */
export const hadToWait = (began: string) => `clock_timestamp() - ${began} > interval '1 millisecond'`
