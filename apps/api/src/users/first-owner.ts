import { randomBytes } from 'node:crypto'
import type { Configuration } from '../configuration.js'
import type { Passwords } from '../passwords/passwords.js'
import type { Users } from './stores.js'

export type FirstOwner =
  | { readonly outcome: 'exists' }
  /** `password` is there only when we had to make one: it is shown once, and stored nowhere. */
  | { readonly outcome: 'created'; readonly email: string; readonly password: string | null }
  | { readonly outcome: 'not_given' | 'email_taken' }

/**
 * Creates the platform's first owner, if it has none: the one that ADMIN_EMAIL and ADMIN_PASSWORD name, or, in development, one
 * with a password made here. In production nothing is made up, because it would stand in a log.
 */
export async function createFirstOwner(users: Users, passwords: Passwords, configuration: Configuration): Promise<FirstOwner> {
  if (await users.hasOwner()) return { outcome: 'exists' }
  const given = configuration.firstOwner
  if (!given && configuration.environment === 'production') return { outcome: 'not_given' }
  const email = given?.email ?? 'owner@tessera.local'
  const password = given?.password ?? randomBytes(15).toString('base64url')
  const owner = await users.createFirstOwner(async () => ({
    ...{ email, passwordHash: await passwords.hash(password), name: null, roles: ['owner'], companyId: 1, emailVerified: true },
    ...{ invitation: null, by: null, origin: { ip: null, userAgent: null } },
  }))
  if (owner === null) return { outcome: 'exists' }
  if (owner === 'email_taken' || owner === 'company_unknown') return { outcome: 'email_taken' }
  return { outcome: 'created', email, password: given ? null : password }
}
