import { accessTokenCeiling } from '@tessera/core'
import { importOf } from '../imports/imported-as.js'
import { followersKept } from '../revocation-feed/followers.js'
import { watermarkSubjects } from '../sessions/sql.js'

/** How long things are kept when they are over, in seconds. */
export interface RetentionPeriods {
  /** Sessions, from their end on. */
  readonly sessions: number
  /** The event log. */
  readonly events: number
  /** Mails and deliveries that were sent or given up, codes that have expired, and tokens that nobody came to exchange. */
  readonly mails: number
}

/**
 * How one table is gone through, oldest rows first. In the SQL `r` is the row; `n.now` the time, `n.before` the period ago, and `n.longest` the
 * longest absolute lifetime that any client has, in seconds.
 */
export interface Walk {
  readonly table: string
  readonly period: keyof RetentionPeriods
  /** The columns of an index, in its order, with their types and something below every value. */
  readonly order: readonly (readonly [column: string, type: string, first: string])[]
  readonly isOver: string
  /** Grows along the order: the walk ends where it is after `n.before`. Null: the order says nothing of age. */
  readonly begunAt: string | null
}

const byId = [['id', 'bigint', '-1']] as const
const lowestUuid = '00000000-0000-0000-0000-000000000000'

/**
 * Its own stamp alone says that a session has expired: a policy can be loosened again, and what it had ended early would live on within its
 * stamp. A mail about the session that waits still has to be filled from it.
 */
const sessions: Walk = {
  ...{ table: 'sessions', period: 'sessions', order: [['id', 'uuid', lowestUuid]], begunAt: 'r.started_at' },
  isOver: `(
      r.revoked_at <= n.before
      OR r.started_at + make_interval(secs => r.absolute_lifetime) <= n.before
      OR r.issued_at + make_interval(secs => r.idle_timeout) <= n.before
      OR EXISTS (
        SELECT FROM watermarks w
        WHERE w.subject = ANY (${watermarkSubjects('r')}) AND w.at >= r.started_at AND w.at <= n.before AND w.except_session IS DISTINCT FROM r.id
      )
    ) AND NOT EXISTS (SELECT FROM mails m WHERE m.session_id = r.id AND m.sent_at IS NULL AND m.failed_at IS NULL)`,
}

/** Forgotten before it has expired, a token could be imported and exchanged again. */
const importedTokens: Walk = {
  ...{ table: 'imported_tokens', period: 'mails', begunAt: 'r.expires_at' },
  order: [
    ['expires_at', 'timestamptz', '-infinity'],
    ['hash', 'bytea', ''],
  ],
  isOver: 'r.expires_at <= n.before AND NOT EXISTS (SELECT FROM sessions s WHERE s.id = r.session_id)',
}

/** Tokens that a later import adds to one of these users are as old as the first: as long as the log knows of it, they may still come. */
const anyImport = `SELECT FROM events e WHERE e.kind = 'user_imported'`
const waitingImport = 'SELECT FROM imported_tokens t WHERE t.used_at IS NULL AND t.expires_at > n.now'

/**
 * One that no stored session, no token waiting to be exchanged or to come, and no access token of a client's own started before. Of users there are many,
 * and each is asked about; of the others there are few, and the oldest session of all answers.
 */
const watermarks: Walk = {
  ...{ table: 'watermarks', period: 'sessions', order: byId, begunAt: 'r.at' },
  isOver: `r.at <= n.before - interval '${accessTokenCeiling} seconds' AND CASE
      WHEN starts_with(r.subject, 'user:') THEN
        NOT EXISTS (SELECT FROM sessions s WHERE s.user_id = substr(r.subject, 6)::uuid AND s.started_at <= r.at)
        AND NOT EXISTS (${waitingImport} AND t.user_id = substr(r.subject, 6)::uuid)
        AND NOT EXISTS (${importOf('substr(r.subject, 6)::uuid')})
      ELSE
        coalesce((SELECT s.started_at FROM sessions s ORDER BY s.id LIMIT 1) > r.at, true)
        AND NOT EXISTS (${waitingImport}) AND NOT EXISTS (${anyImport})
    END`,
}

/** A session keeps its history. */
const events: Walk = {
  ...{ table: 'events', period: 'events', order: byId, begunAt: 'r.at' },
  isOver: 'r.at <= n.before AND NOT EXISTS (SELECT FROM sessions s WHERE s.id = r.session_id)',
}

/**
 * From their expiry on, used or not. What is still needed stays: an invitation that nobody took says that its user is invited still; and who chose
 * a password first for an address that nobody has verified, and that somebody chose another (docs/decisions/0052-whose-sign-up.md).
 */
const codes: Walk = {
  ...{ table: 'one_time_codes', period: 'mails', order: byId, begunAt: 'r.created_at' },
  isOver: `r.expires_at <= n.before AND NOT EXISTS (
      SELECT FROM users u WHERE u.id = r.user_id AND u.deleted_at IS NULL AND (
        (r.purpose = 'invitation' AND r.used_at IS NULL AND u.password_hash IS NULL)
        OR (r.purpose = 'verify_email' AND r.password_hash IS NOT NULL AND u.email_verified_at IS NULL AND (
          SELECT count(DISTINCT o.password_hash) < 2 AND bool_and(o.password_hash <> r.password_hash) IS NOT false
          FROM one_time_codes o WHERE o.user_id = r.user_id AND o.purpose = 'verify_email' AND o.id < r.id
        ))
      )
    )`,
}

const mails: Walk = {
  ...{ table: 'mails', period: 'mails', order: byId, begunAt: 'r.created_at' },
  isOver: 'coalesce(r.sent_at, r.failed_at) <= n.before',
}

/**
 * Who was told what, as long as mails that were sent; and what waits for a receiver that nobody mended in thirty days. Where mails are kept for longer
 * than that, the walk goes on to those that are thirty days old.
 */
const deliveries: Walk = {
  ...{ table: 'deliveries', period: 'mails', order: byId },
  begunAt: `r.queued_at - greatest(n.now - interval '30 days' - n.before, interval '0')`,
  isOver: `coalesce(coalesce(r.delivered_at, r.failed_at) <= n.before, r.queued_at <= n.now - interval '30 days')`,
}

/** A device is new again when every session that was started on it is forgotten. */
const knownDevices: Walk = {
  ...{ table: 'known_devices', period: 'sessions', begunAt: null },
  order: [
    ['user_id', 'uuid', lowestUuid],
    ['digest', 'bytea', ''],
  ],
  isOver: 'r.last_seen_at <= n.before - make_interval(secs => n.longest)',
}

/** A revocation of many sessions that is done or was stopped, like the events that tell of it. */
const sessionRevocations: Walk = {
  ...{ table: 'session_revocations', period: 'events', begunAt: 'r.created_at' },
  order: [
    ['created_at', 'timestamptz', '-infinity'],
    ['id', 'uuid', lowestUuid],
  ],
  isOver: 'coalesce(r.finished_at, r.stopped_at) <= n.before',
}

/** What a stopped revocation would have ended yet goes at once: its number is kept. */
const sessionRevocationTargets: Walk = {
  ...{ table: 'session_revocation_targets', period: 'events', begunAt: null },
  order: [
    ['revocation_id', 'uuid', lowestUuid],
    ['session_id', 'uuid', lowestUuid],
  ],
  isOver:
    'EXISTS (SELECT FROM session_revocations v WHERE v.id = r.revocation_id AND (v.stopped_at IS NOT NULL OR v.finished_at IS NOT NULL))',
}

/** Minutes for the day that the overview shows, hours for its week; what the counting remembers (step 0) stays. */
const tallies: Walk = {
  ...{ table: 'tallies', period: 'events', begunAt: null },
  order: [
    ['step', 'int', '-1'],
    ['company_id', 'int', '-1'],
    ['at', 'timestamptz', '-infinity'],
    ['kind', 'text', ''],
  ],
  isOver: `r.at <= n.now - CASE r.step WHEN 60 THEN interval '26 hours' WHEN 3600 THEN interval '8 days' END`,
}

const failedLogins: Walk = {
  ...{ table: 'failed_logins', period: 'events', begunAt: null },
  order: [
    ['company_id', 'int', '-1'],
    ['at', 'timestamptz', '-infinity'],
    ['network', 'inet', '0.0.0.0/0'],
  ],
  isOver: `r.at <= n.now - interval '26 hours'`,
}

/** Followers of the revocation feed that went without a word. */
const followers: Walk = {
  ...{ table: 'followers', period: 'events', begunAt: null },
  order: [
    ['api_key_id', 'uuid', lowestUuid],
    ['name', 'text', ''],
  ],
  isOver: `r.reported_at <= n.now - interval '${followersKept} seconds'`,
}

/** In this order: what stays for a session goes after it. */
export const walks: readonly Walk[] = [
  sessions,
  importedTokens,
  watermarks,
  events,
  codes,
  mails,
  deliveries,
  knownDevices,
  sessionRevocationTargets,
  sessionRevocations,
  tallies,
  failedLogins,
  followers,
]
