import { randomUUID } from 'node:crypto'
import type { Ground } from '../ground.js'
import type { Role } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { uuidv7 } from '../uuidv7.js'
import { importOf } from './imported-as.js'

/** Somebody who moves in. What is wrong with it was found out before; the database says the rest. */
export interface ImportedUser {
  /** As the contract normalises it. */
  readonly email: string
  readonly name: string | null
  readonly emailVerified: boolean
  /** In a form that `readPasswordHash` reads; null: a link sets one. */
  readonly passwordHash: string | null
  /** Milliseconds; null for now. */
  readonly createdAt: number | null
  readonly roles: readonly Role[]
  readonly companyId: number
  readonly tokens: readonly {
    /** SHA-256, in hexadecimal digits. */
    readonly hash: string
    readonly clientId: string
    /** Milliseconds. */
    readonly expiresAt: number
  }[]
}

export interface Imported {
  /** `already_imported`: an import made this account before, and nothing of it changes, its address and its end neither; tokens that are new are added. */
  readonly outcome: 'imported' | 'already_imported' | 'email_taken' | 'company_unknown'
  /** How many tokens are new. */
  readonly tokens: number
  /** How many tokens were there before, as another user's. */
  readonly tokensTaken: number
}

type Found = Imported & { readonly id: string }

/**
 * The account `u` that a given address `g` stands for: who has it now; else who came with it, and has another since or was deleted. To make that one anew
 * would give the old password, and the old roles, to whoever has them.
 */
export const holderOfGiven = `LATERAL (
  SELECT h.* FROM (
    SELECT 1 AS rank, id, deleted_at FROM users WHERE email = g.email
    UNION ALL SELECT 2, id, deleted_at FROM users WHERE imported_as = sha256(convert_to(g.email, 'UTF8'))
  ) h ORDER BY h.rank LIMIT 1
) u`

/**
 * Tokens that come with a later import date from the first one: whatever ended the user's sessions meanwhile ended these. Of two that give one account in the same
 * batch, the second is decided by the next round.
 */
const text = `
  WITH n AS MATERIALIZED (SELECT ${clock('$3')} AS now),
  given AS (
    SELECT * FROM jsonb_to_recordset($1) AS g(id uuid, email text, name text, hash text, verified boolean, created float8, roles text[], company int)
  ), tokens AS (
    SELECT * FROM jsonb_to_recordset($2) AS t(id uuid, hash text, client text, expires float8)
  ), known AS (
    SELECT g.id AS given_id, u.id, u.deleted_at, e.at FROM given g CROSS JOIN ${holderOfGiven}
      LEFT JOIN LATERAL (${importOf('u.id')}) e ON true
  ), made AS (
    INSERT INTO users (id, email, password_hash, name, roles, company_id, email_verified_at, created_at, imported_as)
    SELECT g.id, g.email, g.hash, g.name, g.roles::role[], g.company, CASE WHEN g.verified THEN n.now END, coalesce(to_timestamp(g.created / 1000), n.now),
      sha256(convert_to(g.email, 'UTF8'))
    FROM n, given g JOIN companies c ON c.id = g.company
    WHERE NOT EXISTS (SELECT FROM known k WHERE k.given_id = g.id)
    ON CONFLICT (email) DO NOTHING RETURNING id, company_id, roles
  ), logged AS (
    INSERT INTO events (at, kind, user_id, company_id, details)
    SELECT n.now, 'user_imported', m.id, m.company_id, jsonb_build_object('roles', m.roles) FROM n, made m
  ), holders AS (
    SELECT m.id AS given_id, m.id, n.now AS at FROM n, made m UNION ALL SELECT k.given_id, k.id, k.at FROM known k WHERE k.at IS NOT NULL AND k.deleted_at IS NULL
  ), added AS (
    INSERT INTO imported_tokens (hash, user_id, client_id, expires_at, imported_at, session_id)
    SELECT decode(t.hash, 'hex'), h.id, t.client, to_timestamp(t.expires / 1000), h.at, ${uuidv7('h.at')} FROM tokens t JOIN holders h ON h.given_id = t.id
    ON CONFLICT (hash) DO NOTHING RETURNING user_id
  )
  SELECT g.id,
    CASE WHEN m.id IS NOT NULL THEN 'imported' WHEN k.at IS NOT NULL THEN 'already_imported' WHEN k.id IS NOT NULL THEN 'email_taken' WHEN c.id IS NULL THEN 'company_unknown' END AS outcome,
    (SELECT count(*)::int FROM added a WHERE a.user_id = coalesce(m.id, k.id)) AS tokens,
    (SELECT count(*)::int FROM tokens t JOIN imported_tokens i ON i.hash = decode(t.hash, 'hex') WHERE t.id = g.id AND i.user_id <> coalesce(m.id, k.id)) AS "tokensTaken"
  FROM given g LEFT JOIN made m ON m.id = g.id LEFT JOIN known k ON k.given_id = g.id LEFT JOIN companies c ON c.id = g.company`

/**
 * Writes users, their tokens and a `user_imported` event each: a batch in one statement, so each user is there with all of their tokens or not at all. To import a user
 * again changes nothing: an import that was interrupted is simply run again.
 *
 * @returns one answer for each user, in their order
 */
export async function importUsers(ground: Ground, users: readonly ImportedUser[]): Promise<readonly Imported[]> {
  const answers = new Map<ImportedUser, Imported>()
  const given = withoutOthersTokens(users)
  let left: readonly ImportedUser[] = given.map(({ user }) => user)
  while (left.length > 0) {
    const undecided: ImportedUser[] = []
    const round = firstOfEachAddress(left)
    const found = await write(ground, round)
    for (const [index, user] of round.entries()) {
      const answer = found[index]
      // Somebody else made the account between the statement's beginning and its insert: the next round sees it.
      if (answer?.outcome) answers.set(user, answer)
      else undecided.push(user)
    }
    const done = new Set(round)
    left = [...undecided, ...left.filter((user) => !done.has(user))]
  }
  return given.map(({ user, taken }) => {
    const answer = answers.get(user)
    if (!answer) throw new Error('a user was neither written nor refused')
    return { ...answer, tokensTaken: answer.tokensTaken + taken }
  })
}

/** A token that two users of one batch claim is the first one's: the statement does not see its own rows. */
function withoutOthersTokens(users: readonly ImportedUser[]): readonly { readonly user: ImportedUser; readonly taken: number }[] {
  const holders = new Map<string, string>()
  for (const { email, tokens } of users) for (const { hash } of tokens) if (!holders.has(hash)) holders.set(hash, email)
  return users.map((user) => {
    const tokens = user.tokens.filter(({ hash }) => holders.get(hash) === user.email)
    return { user: { ...user, tokens }, taken: user.tokens.length - tokens.length }
  })
}

function firstOfEachAddress(users: readonly ImportedUser[]): readonly ImportedUser[] {
  const first = new Map<string, ImportedUser>()
  for (const user of users) if (!first.has(user.email)) first.set(user.email, user)
  return [...first.values()]
}

async function write({ pool, clockOffset }: Ground, users: readonly ImportedUser[]): Promise<readonly (Imported | undefined)[]> {
  const ids = users.map(() => randomUUID())
  const given = users.map(({ email, name, passwordHash, emailVerified, createdAt, roles, companyId }, index) => ({
    ...{ id: ids[index], email, name, hash: passwordHash, verified: emailVerified, created: createdAt, roles, company: companyId },
  }))
  const tokens = users.flatMap((user, index) =>
    user.tokens.map(({ hash, clientId, expiresAt }) => ({ id: ids[index], hash, client: clientId, expires: expiresAt })),
  )
  const { rows } = await pool.query<Found>({
    name: 'import-users',
    text,
    values: [JSON.stringify(given), JSON.stringify(tokens), clockOffset()],
  })
  const byId = new Map(rows.map(({ id, ...answer }) => [id, answer]))
  return ids.map((id) => byId.get(id))
}
