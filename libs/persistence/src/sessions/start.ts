import type { Instant, Policy, Session } from '@tessera/core'
import type { Ground } from './ground.js'
import { type Holder, holderOf, type Origin, policyOf, sessionOf, type SessionRow } from './rows.js'
import { clock, holderColumns, policyColumns, sessionColumns, watermarkSubjects } from './sql.js'

/** A login whose password was verified. */
export interface NewSession {
  readonly userId: string
  /** The hash that the password was verified against. */
  readonly passwordHash: string
  readonly clientId: string
  readonly origin: Origin
  readonly deviceId: string | null
  readonly deviceName: string | null
  readonly dpopThumbprint: string | null
}

export interface Started {
  readonly session: Session
  readonly holder: Holder
  readonly policy: Policy
  readonly now: Instant
}

/** A UUIDv7 (RFC 9562 §5.7) of that time: 48 bits of milliseconds over random ones. The key's order is the order of starting. */
const uuidv7 = (at: string) => `encode(set_byte(
    overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send((extract(epoch FROM ${at}) * 1000)::int8) FROM 3) FROM 1 FOR 6),
    6, (get_byte(uuid_send(gen_random_uuid()), 6) & 15) | 112), 'hex')::uuid`

/**
 * The user's row is locked (FOR SHARE) before the clock is read. So a change of password or a disable either comes first, and its
 * new hash or status stops this login; or it waits, and its watermark is later than this session's start and ends it.
 */
const text = `
  WITH holder AS (
    SELECT u.* FROM users u
    WHERE u.id = $1 AND u.password_hash = $2 AND u.deleted_at IS NULL AND u.disabled_at IS NULL
    FOR SHARE
  ), place AS (
    SELECT p.*,
      greatest(${clock('$3')}, (SELECT max(w.at) + interval '1 millisecond' FROM watermarks w WHERE w.subject = ANY (${watermarkSubjects('p')}))) AS now
    FROM (
      SELECT u.id AS user_id, u.company_id, c.id AS client_id, c.scope FROM holder u, clients c WHERE c.id = $4 AND c.disabled_at IS NULL
    ) p
  ), s AS (
    INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, dpop_thumbprint, ip, last_ip, device_id, device_name, user_agent)
    SELECT ${uuidv7('p.now')}, p.user_id, p.client_id, p.company_id, p.now, p.now,
      coalesce(c.idle_timeout, $5), coalesce(c.absolute_lifetime, $6), coalesce(c.reuse_policy, $7::reuse_policy), p.scope, $8, $9, $9, $10, $11, $12
    FROM place p JOIN clients c ON c.id = p.client_id
    RETURNING *
  ), logged AS (
    INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, ip, user_agent)
    SELECT s.started_at, 'session_started', s.id, s.user_id, s.client_id, s.company_id, s.ip, s.user_agent FROM s
  )
  SELECT ${sessionColumns}, ${policyColumns}, ${holderColumns}, s.started_at AS now
  FROM s JOIN holder u ON u.id = s.user_id JOIN clients c ON c.id = s.client_id`

/**
 * Starts a session and logs it, in one statement; null when the user's password or status changed since the password was
 * verified, or the client was disabled.
 */
export async function startSession(ground: Ground, login: NewSession): Promise<Started | null> {
  const { defaults } = ground
  const { rows } = await ground.pool.query<SessionRow>({
    name: 'start-session',
    text,
    values: [
      ...[login.userId, login.passwordHash, ground.clockOffset(), login.clientId],
      ...[defaults.idleTimeout, defaults.absoluteLifetime, defaults.reusePolicy, login.dpopThumbprint],
      ...[login.origin.ip, login.deviceId, login.deviceName, login.origin.userAgent],
    ],
  })
  const [row] = rows
  return row ? { session: sessionOf(row), holder: holderOf(row), policy: policyOf(row, defaults), now: row.now } : null
}
