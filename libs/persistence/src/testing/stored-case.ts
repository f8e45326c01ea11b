import { createHash, randomUUID } from 'node:crypto'
import type { RefreshAttempt, Watermark } from '@tessera/core'
import type { Pool } from 'pg'
import type { ShownAttempt } from '../sessions/index.js'
import { subjectOf } from '../sessions/watermark-row.js'
import type { RefreshCase } from './generated-case.js'
import { bytes, insertRows, type Row } from './rows.js'

/** What the session was granted, in every generated case. */
export const grantedScope = 'account orders'

/** The ids of a stored case: no two cases share a user, a client or a company. */
export interface StoredCase {
  readonly given: RefreshCase
  readonly sessionId: string
  readonly clientId: string
  readonly companyId: number
  readonly watermarks: readonly Watermark[]
}

type Rows = Readonly<Record<'companies' | 'clients' | 'users' | 'client_secrets' | 'api_keys' | 'sessions' | 'watermarks', readonly Row[]>>

const sha256 = (text: string) => createHash('sha256').update(text).digest()

let companies = 1000

/** A session's id says when it started: a UUIDv7 of that millisecond. */
const idAt = (milliseconds: number) => `${milliseconds.toString(16).padStart(12, '0')}-7${randomUUID().slice(15)}`.replace(/^.{8}/, '$&-')

/**
 * Stores cases, all of them by one statement: of each the session of its own user, client and company, and beside them what secrets and keys
 * there are.
 */
export async function storeCases(pool: Pool, several: readonly RefreshCase[]): Promise<readonly StoredCase[]> {
  const cases = several.map(rowsOf)
  const tables = Object.keys(cases[0]?.tables ?? {}) as (keyof Rows)[]
  await insertRows(pool, Object.fromEntries(tables.map((table) => [table, cases.flatMap(({ tables }) => tables[table])])))
  return cases.map(({ stored }) => stored)
}

function rowsOf(given: RefreshCase): { readonly stored: StoredCase; readonly tables: Rows } {
  // By the clock of the PostgreSQL that runs beside the test. One for all: a session may start at the very instant of a watermark.
  const now = Date.now()
  const at = (milliseconds: number | null) => (milliseconds === null ? null : new Date(now + milliseconds).toISOString())
  const startedAt = now - given.startedAgo
  const [userId, makerId, clientId, otherClientId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const sessionId = idAt(startedAt)
  const [companyId, otherCompanyId] = [++companies, ++companies]
  const user = (id: string, company: number, status: string) => ({
    ...{ id, email: `${id}@example.com`, password_hash: 'hash', company_id: company, roles: [] },
    disabled_at: status === 'disabled' ? at(-500) : null,
    deleted_at: status === 'gone' ? at(-500) : null,
  })
  const client = (id: string, own: boolean) => ({
    ...{ id, name: 'c', confidential: own && given.client.confidential, grants: given.grants },
    ...{ dialects: given.dialect.enabled, every_dialect: given.dialect.every },
    ...{ idle_timeout: given.clientIdle, absolute_lifetime: given.clientAbsolute, retry_window: given.clientWindow },
  })
  const { key } = given
  const [keyCompany, elsewhere] = key.company === 'own' ? [companyId, otherCompanyId] : [otherCompanyId, companyId]
  const scopes = {
    user: { scope: 'user', subject: userId, reason: 'password_changed' },
    client: { scope: 'client', subject: clientId, reason: 'client_disabled' },
    company: { scope: 'company', subject: String(companyId), reason: 'revoked_by_admin' },
    other: { scope: 'user', subject: randomUUID(), reason: 'password_changed' },
  } as const
  const watermarks: readonly Watermark[] = given.watermarks.map(({ scope, ago, spares }) => ({
    ...{ ...scopes[scope], at: now - ago, by: null, except: spares ? sessionId : null },
  }))

  const tables = {
    companies: [companyId, otherCompanyId].map((id) => ({ id, name: 'c' })),
    clients: [client(clientId, true), client(otherClientId, false)],
    users: [
      user(userId, companyId, given.user),
      user(makerId, key.flaw === 'maker_moved' ? elsewhere : keyCompany, key.flaw?.replace('maker_', '') ?? 'active'),
    ],
    client_secrets: given.client.secrets.map(({ which, of, expiresIn }) => ({
      client_id: of === 'own' ? clientId : otherClientId,
      hash: bytes(secretHash(clientId, which)),
      expires_at: at(expiresIn),
    })),
    api_keys: [
      {
        ...{ id: randomUUID(), company_id: keyCompany, user_id: makerId, name: 'k', prefix: clientId, hash: bytes(sha256(clientId)) },
        scopes: key.flaw === 'without_tokens' ? ['introspect', 'sessions:read'] : ['introspect', 'tokens'],
        expires_at: key.flaw === 'expired' ? at(-500) : key.expires ? at(3_600_000) : null,
        revoked_at: key.flaw === 'revoked' ? at(-500) : null,
      },
    ],
    sessions: [
      {
        ...{ id: sessionId, user_id: userId, client_id: clientId, company_id: companyId, scope: grantedScope },
        ...{
          started_at: new Date(startedAt).toISOString(),
          issued_at: at(-given.issuedAgo),
          generation: given.generation,
          branch: given.branch,
        },
        ...{ previous_branch: given.previousBranch, issued_branch: given.issuedBranch, reuse_policy: given.reusePolicy },
        ...{ idle_timeout: given.idleTimeout, absolute_lifetime: given.absoluteLifetime, dpop_thumbprint: given.bound.thumbprint },
        ...{ revoked_at: at(given.revokedAgo && -given.revokedAgo), revoked_reason: given.revokedAgo && 'logout' },
      },
    ],
    watermarks: watermarks.map((watermark) => ({
      ...{ subject: subjectOf(watermark), at: new Date(watermark.at).toISOString(), reason: watermark.reason },
      except_session: watermark.except,
    })),
  }
  return { stored: { given, sessionId, clientId, companyId, watermarks }, tables }
}

const secretHash = (clientId: string, which: number) => sha256(`${clientId} ${which}`)

/** What the attempt of a case shows, as a wire format brings it to the store. */
export function shownIn({ given, sessionId, clientId }: StoredCase, issuedAt: number): ShownAttempt {
  const { apiKey, key, bound } = given
  const shownKey = {
    prefix: key.flaw === 'another_prefix' ? sessionId : clientId,
    hash: sha256(key.flaw === 'another_hash' ? sessionId : clientId),
  }
  return {
    token: { sessionId, ...given.presented },
    clientId: given.clientId === 'own' ? clientId : given.clientId,
    clientSecretHash: given.client.shown === null ? null : secretHash(clientId, given.client.shown),
    dialect: given.dialect.used,
    apiKey: apiKey === 'shown' ? shownKey : apiKey,
    scope: given.scope,
    dpop: bound.proof === null ? null : { thumbprint: bound.proof, madeAfter: issuedAt + bound.madeAfterIssue * 1000 },
    accessTokenLifetime: null,
  }
}

/** The same attempt as the core is to judge it: what its secrets are worth is told from the case, not read back from the database. */
export function judgedIn(stored: StoredCase, issuedAt: number): RefreshAttempt {
  const { token, clientId, dialect, scope, dpop } = shownIn(stored, issuedAt)
  const { client, apiKey, key } = stored.given
  const proved = client.secrets.some(({ which, of, expiresIn }) => which === client.shown && of === 'own' && (expiresIn ?? 1) > 0)
  const isUseful = apiKey === 'shown' && key.flaw === null
  return {
    ...{ token, clientId, dialect, scope, dpop },
    clientAuthentication: client.shown === null ? 'none' : proved ? 'proved' : 'failed',
    apiKey: apiKey === null ? null : isUseful ? { companyId: key.company === 'own' ? stored.companyId : -1 } : 'refused',
  }
}

/** The rules of a case's client, as the core is told them. */
export function rulesIn({ client, grants, dialect }: RefreshCase) {
  return {
    confidential: client.confidential,
    mayRefresh: grants.includes('refresh_token'),
    dialects: dialect.every ? null : dialect.enabled,
  }
}
