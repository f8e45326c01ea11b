import { Email, GivenTime, roles, text } from '@tessera/contract'
import { readPasswordHash } from '@tessera/persistence'
import { z } from 'zod'

const RefreshToken = z.strictObject({
  sha256: z.string().regex(/^([0-9A-Fa-f]{64}|[A-Za-z0-9_-]{43}=?)$/),
  client_id: text(128).default('tessera'),
  expires_at: GivenTime,
})

/** PostgreSQL keeps years that RFC 3339 cannot write, and those before 100 come back as others: no list could show such a user. */
const isShown = (time) => Date.parse(time) >= 0 && Date.parse(time) < Date.UTC(10_000, 0)

const User = z.strictObject({
  email: Email,
  name: text(200).nullish(),
  email_verified: z.boolean().default(false),
  password_hash: z.string().nullish(),
  created_at: GivenTime.refine(isShown).nullish(),
  roles: z.array(z.enum(roles)).max(roles.length).default([]),
  company_id: z.int().min(1).max(2_147_483_647).default(1),
  refresh_tokens: z.array(z.unknown()).max(1000).default([]),
})

/**
 * A line of the file as it is to be written, and why it is not, or not all of it. A reason never quotes the line: that may hold a hash or a token.
 *
 * @param {string | null} line null for one that is too long
 * @param {{ clients: Map<string, { disabled: boolean, dpopRequired: boolean, grants: string[] }> }} known
 * @returns {{ user: import('@tessera/persistence').ImportedUser | null, refused: { reason: string, field?: string }[] }}
 */
export function readLine(line, known, withRoles, now) {
  if (line === null) return refused('line_too_long')
  const parsed = parsedOf(line)
  if (parsed === undefined) return refused('not_json')
  const { success, data, error } = User.safeParse(parsed)
  if (!success) return refusedBy(error.issues[0])
  if (data.roles.length > 0 && !withRoles) return refused('roles_not_allowed', 'roles')
  const hash = data.password_hash || null
  const read = hash === null ? null : readPasswordHash(hash)
  if (typeof read === 'string') return refused(read, 'password_hash')
  const tokens = data.refresh_tokens.map((token, index) => ({ field: `refresh_tokens.${index}`, ...readToken(token, known, now) }))
  const user = {
    email: data.email,
    name: data.name ?? null,
    emailVerified: data.email_verified,
    passwordHash: hash,
    createdAt: data.created_at ? Date.parse(data.created_at) : null,
    roles: [...new Set(data.roles)],
    companyId: data.company_id,
    tokens: tokens.flatMap(({ token }) => (token ? [token] : [])),
  }
  return { user, refused: tokens.flatMap(({ field, reason }) => (reason ? [{ reason, field }] : [])) }
}

function readToken(given, { clients }, now) {
  const { success, data } = RefreshToken.safeParse(given)
  if (!success) return { reason: 'token_invalid' }
  const expiresAt = Date.parse(data.expires_at)
  if (expiresAt <= now) return { reason: 'token_expired' }
  const client = clients.get(data.client_id)
  if (!client) return { reason: 'client_unknown' }
  if (client.disabled) return { reason: 'client_disabled' }
  if (client.dpopRequired) return { reason: 'client_requires_proofs' }
  if (!client.grants.includes('refresh_token')) return { reason: 'client_may_not_refresh' }
  const hash = data.sha256.length === 64 ? data.sha256.toLowerCase() : Buffer.from(data.sha256, 'base64url').toString('hex')
  return { token: { hash, clientId: data.client_id, expiresAt } }
}

function parsedOf(line) {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function refusedBy({ code, path, keys }) {
  if (code !== 'unrecognized_keys') return refused('invalid', path.join('.') || undefined)
  // The file chose the name, which is told where it can be neither a hash nor a token.
  return refused(
    'field_unknown',
    keys.find((name) => /^[A-Za-z_]{1,30}$/.test(name)),
  )
}

function refused(reason, field) {
  return { user: null, refused: [{ reason, ...(field !== undefined && { field }) }] }
}
