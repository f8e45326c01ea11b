import type { Pool } from 'pg'
import type { Reach } from '../sessions/index.js'
import {
  administeredColumns,
  type AdministeredUser,
  administeredJoins,
  hasRoles,
  type LoginCandidate,
  type StoredUser,
  userColumns,
} from './stored-user.js'

const candidateColumns = `${userColumns}, u.password_hash AS "passwordHash", u.disabled_at IS NULL AND u.deleted_at IS NULL AS active`

/** The account of an address; null when there is none. @param email as the contract normalises it */
export async function findForLogin(pool: Pool, email: string): Promise<LoginCandidate | null> {
  const text = `SELECT ${candidateColumns} FROM users u WHERE u.email = $1`
  const { rows } = await pool.query<LoginCandidate>({ name: 'find-user-for-login', text, values: [email] })
  return rows[0] ?? null
}

/** The same, of whoever is logged in already. */
export async function findWithPassword(pool: Pool, id: string): Promise<LoginCandidate | null> {
  const text = `SELECT ${candidateColumns} FROM users u WHERE u.id = $1`
  const { rows } = await pool.query<LoginCandidate>({ name: 'find-user-with-password', text, values: [id] })
  return rows[0] ?? null
}

/** An account that was not deleted. */
export async function findUser(pool: Pool, id: string): Promise<StoredUser | null> {
  const text = `SELECT ${userColumns} FROM users u WHERE u.id = $1 AND u.deleted_at IS NULL`
  const { rows } = await pool.query<StoredUser>({ name: 'find-user', text, values: [id] })
  return rows[0] ?? null
}

/** An account within reach, as administrators see it, deleted or not. */
export async function findAdministered(pool: Pool, id: string, reach: Reach): Promise<AdministeredUser | null> {
  const text = `SELECT ${administeredColumns} FROM users u ${administeredJoins} WHERE u.id = $1 AND u.company_id = coalesce($2, u.company_id)`
  const { rows } = await pool.query<AdministeredUser>({ name: 'find-administered-user', text, values: [id, reach.companyId ?? null] })
  return rows[0] ?? null
}

/** Whether somebody may do everything here. */
export async function hasOwner(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query(`SELECT FROM users u WHERE ${hasRoles} AND 'owner' = ANY (u.roles) AND u.deleted_at IS NULL LIMIT 1`)
  return rows.length > 0
}
