import type { Instant, Policy, Seconds, Session } from '@tessera/core'
import type { Pool, PoolClient } from 'pg'
import { untilSettled } from '../contention.js'
import { rememberDevice } from '../known-devices/remember.js'
import { inTransaction } from '../transaction.js'
import { uuidv7 } from '../uuidv7.js'
import type { ShownApiKey } from './attempt.js'
import { endOldest } from './end-oldest.js'
import { type Ground, groundFor } from './ground.js'
import { agentHash } from './moved.js'
import { type Holder, holderOf, type LoginOrigin, policyOf, sessionOf, type SessionRow } from './rows.js'
import { apiKeyCompany, clock, holderColumns, isClientSecret, policyColumns, sessionColumns, watermarkSubjects } from './sql.js'

/** A login whose password was verified. */
export interface NewSession {
  readonly userId: string
  /** The hash that the password was verified against. */
  readonly passwordHash: string
  readonly clientId: string
  readonly origin: LoginOrigin
  readonly deviceId: string | null
  readonly deviceName: string | null
  /** By which the user's devices know each other (known_devices). */
  readonly deviceDigest: Uint8Array
  /** Of the key that the session is bound to (RFC 9449); null for none. */
  readonly dpopThumbprint: string | null
  /** SHA-256 of the client's secret; null when the login has none. */
  readonly clientSecretHash: Buffer | null
  /** The documented wire format; null for our own. */
  readonly dialect: string | null
  /** Where the format asks for an API key: it must be good still, and of the user's company. Null where none is asked for. */
  readonly apiKey: ShownApiKey | null
  /** How long the wire format lets an access token live where the client says nothing; null for the platform's own. */
  readonly accessTokenLifetime: Seconds | null
  /** What was proved beside the password; null for nothing. An account with a second factor starts no session without. */
  readonly secondFactor: ShownSecondFactor | null
  /** Whether the client bounds the sessions of a user: then the login ends the oldest beyond the bound. */
  readonly endsOldest: boolean
}

/** A code of an authenticator, as the time step that it is of; or a recovery code, as what is stored of it. Each is good once. */
export type ShownSecondFactor =
  { readonly step: number; readonly recoveryHash?: never } | { readonly recoveryHash: Uint8Array; readonly step?: never }

export interface Started {
  readonly session: Session
  readonly holder: Holder
  readonly policy: Policy
  /** When it was: before the session's start where a watermark from a clock ahead decided that. An access token issued then would not be valid yet. */
  readonly now: Instant
}

/** What the login came through is still good: of user `u` and client `c`, at `n.now`. */
const isAdmitted = `CASE WHEN $14::bytea IS NULL THEN NOT c.confidential ELSE ${isClientSecret('$14')} END
        AND ($15::text IS NULL OR u.company_id = ${apiKeyCompany('$15', '$16')})`

/** What a login that is otherwise good uses up: one that fails for another reason burns no code. */
const admitted = `holder u, c, (SELECT ${clock('$3')} AS now) n WHERE ${isAdmitted}`

/**
 * The user's row and the client's are locked (FOR SHARE) before the clock is read. So a change of password or a disable either comes first,
 * and its new hash or status stops this login; or it waits, and its watermark is later than this session's start and ends it.
 */
function textFor(owesFactor: boolean, factor: string, alsoLogged = ''): string {
  return `
  WITH holder AS (
    SELECT u.* FROM users u
    WHERE u.id = $1 AND u.password_hash = $2 AND u.deleted_at IS NULL AND u.disabled_at IS NULL
      AND u.second_factor_at IS ${owesFactor ? 'NOT NULL' : 'NULL'}
    FOR SHARE
  ), c AS (
    SELECT c.* FROM holder u, clients c
    WHERE c.id = $4 AND c.disabled_at IS NULL AND 'refresh_token' = ANY (c.grants)
      AND ($13::text IS NULL OR c.every_dialect OR $13 = ANY (c.dialects))
      AND NOT (c.dpop_required AND $8::text IS NULL)
    FOR SHARE OF c
  )${factor}, place AS (
    SELECT p.*,
      greatest(${clock('$3')}, (SELECT max(w.at) + interval '1 millisecond' FROM watermarks w WHERE w.subject = ANY (${watermarkSubjects('p')}))) AS now
    FROM (
      SELECT u.id AS user_id, u.company_id, c.id AS client_id, c.scope FROM holder u, c, (SELECT ${clock('$3')} AS now) n
      WHERE ${isAdmitted}
        ${owesFactor ? 'AND EXISTS (SELECT FROM factor)' : ''}
    ) p
  ), s AS (
    INSERT INTO sessions (id, user_id, client_id, company_id, started_at, issued_at, idle_timeout, absolute_lifetime, reuse_policy, scope, dpop_thumbprint, ip, last_ip, device_id, device_name, user_agent, dialect, country, browser, system, last_agent)
    SELECT ${uuidv7('p.now')}, p.user_id, p.client_id, p.company_id, p.now, p.now,
      coalesce(c.idle_timeout, $5), coalesce(c.absolute_lifetime, $6), coalesce(c.reuse_policy, $7::reuse_policy), p.scope, $8, $9, $9, $10, $11, $12, $13, $18, $19, $20, $21
    FROM place p JOIN c ON c.id = p.client_id
    RETURNING *
  ), logged AS (
    INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, ip, user_agent)
    SELECT s.started_at, 'session_started', s.id, s.user_id, s.client_id, s.company_id, s.ip, s.user_agent FROM s
  )${alsoLogged}, ${rememberDevice('$17')}
  SELECT ${sessionColumns}, ${policyColumns}, ${holderColumns}, least(s.started_at, ${clock('$3')}) AS now
  FROM s JOIN holder u ON u.id = s.user_id JOIN c ON c.id = s.client_id`
}

/** The second factor is used up by the statement that starts the session. A text for each kind of login: so PostgreSQL settles on a plan. */
const statements = {
  plain: { name: 'start-session', text: textFor(false, '') },
  withStep: {
    name: 'start-session-with-step',
    text: textFor(
      true,
      `, factor AS (UPDATE second_factors f SET last_step = $22 FROM ${admitted} AND f.user_id = u.id AND f.last_step < $22 RETURNING f.user_id)`,
    ),
  },
  withRecoveryCode: {
    name: 'start-session-with-recovery-code',
    text: textFor(
      true,
      `, factor AS (
        UPDATE recovery_codes r SET used_at = n.now FROM ${admitted} AND r.user_id = u.id AND r.hash = $22 AND r.used_at IS NULL RETURNING r.user_id
      )`,
      `, used AS (
        INSERT INTO events (at, kind, user_id, client_id, company_id, by, ip, user_agent)
        SELECT s.started_at, 'recovery_code_used', s.user_id, s.client_id, s.company_id, s.user_id, s.ip, s.user_agent FROM s
      )`,
    ),
  },
} as const

/**
 * Starts a session, logs it and remembers its device, in one statement; null when the user's password or status changed since the password was verified, the
 * second factor is owed or was used, the client may not have this login, or the API key is of no use to the user (any more). Where the client bounds the sessions of a user, the oldest end in the same transaction.
 *
 * @throws ContentionFault when others held the user's row or the client's until the deadline; nothing was started then
 */
export async function startSession(everyGround: Ground, login: NewSession): Promise<Started | null> {
  const ground = groundFor(everyGround, login.accessTokenLifetime)
  return untilSettled(() => (login.endsOldest ? startInPlaceOfOldest(ground, login) : start(ground, ground.pool, login)))
}

function startInPlaceOfOldest(ground: Ground, login: NewSession): Promise<Started | null> {
  return inTransaction(ground.pool, async (connection) => {
    // One login of a user after the other: each then sees, and counts, the sessions of those before it.
    await connection.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [login.userId])
    const started = await start(ground, connection, login)
    if (started) await endOldest(ground, connection, started.session, login.origin)
    return started
  })
}

async function start({ defaults, clockOffset }: Ground, connection: Pool | PoolClient, login: NewSession): Promise<Started | null> {
  const { secondFactor: factor } = login
  const { rows } = await connection.query<SessionRow>({
    ...statements[factor === null ? 'plain' : factor.step === undefined ? 'withRecoveryCode' : 'withStep'],
    values: [
      ...[login.userId, login.passwordHash, clockOffset(), login.clientId],
      ...[defaults.idleTimeout, defaults.absoluteLifetime, defaults.reusePolicy, login.dpopThumbprint],
      ...[login.origin.ip, login.deviceId, login.deviceName, login.origin.userAgent],
      ...[login.dialect, login.clientSecretHash, login.apiKey?.prefix ?? null, login.apiKey?.hash ?? null],
      login.deviceDigest,
      ...[login.origin.country, login.origin.browser, login.origin.system, agentHash(login.origin.userAgent)],
      ...(factor === null ? [] : [factor.step ?? factor.recoveryHash]),
    ],
  })
  const [row] = rows
  return row ? { session: sessionOf(row), holder: holderOf(row), policy: policyOf(row, defaults), now: row.now } : null
}
