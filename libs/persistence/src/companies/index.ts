import type { Instant } from '@tessera/core'
import type { Database } from '../database.js'
import type { Origin } from '../sessions/index.js'

/** A company, whose id never changes and is never used again. */
export interface StoredCompany {
  readonly id: number
  readonly name: string
  readonly createdAt: Instant
}

export interface CompanyQuery {
  /** Null: every company. */
  readonly only: number | null
  readonly limit: number
  /** The id that the page before ended with. */
  readonly after?: number | undefined
}

export interface CompanyPage {
  readonly items: readonly StoredCompany[]
  /** Where to go on; null at the end. */
  readonly next: number | null
  readonly count: number
  readonly countCapped: boolean
}

/** Who changes a company, and from where. */
export interface CompanyChange {
  readonly name: string
  readonly by: string
  readonly origin: Origin
}

const countCap = 1000
const columns = (of: string) => `${of}.id, ${of}.name, ${of}.created_at AS "createdAt"`

const listed = `SELECT ${columns('o')} FROM companies o WHERE ($1::int IS NULL OR o.id = $1) AND ($2::int IS NULL OR o.id < $2) ORDER BY o.id DESC LIMIT $3`
const counted = `SELECT count(*)::int AS count FROM (SELECT FROM companies o WHERE $1::int IS NULL OR o.id = $1 LIMIT ${countCap + 1}) m`

const created = `
  WITH o AS (INSERT INTO companies (name, created_at) VALUES ($1, date_trunc('milliseconds', clock_timestamp())) RETURNING *),
  logged AS (
    INSERT INTO events (at, kind, company_id, by, ip, user_agent, details)
    SELECT o.created_at, 'company_created', o.id, $2, $3, $4, jsonb_build_object('name', o.name) FROM o
  )
  SELECT ${columns('o')} FROM o`

/** A name that a company has already is no change, and no event. */
const renamed = `
  WITH before AS (SELECT id, name FROM companies WHERE id = $5 FOR NO KEY UPDATE),
  o AS (UPDATE companies c SET name = $1 FROM before b WHERE c.id = b.id RETURNING c.*),
  logged AS (
    INSERT INTO events (at, kind, company_id, by, ip, user_agent, details)
    SELECT date_trunc('milliseconds', clock_timestamp()), 'company_renamed', b.id, $2, $3, $4, jsonb_build_object('from', b.name, 'to', $1::text)
    FROM before b WHERE b.name <> $1
  )
  SELECT ${columns('o')} FROM o`

/** The companies. Every change is logged in the same statement. */
export type CompanyStore = ReturnType<typeof companyStore>

/** The companies' store over one database. Who may see which company, the caller says: it passes `only`. */
export function companyStore({ pool }: Pick<Database, 'pool'>) {
  const change = async (text: string, { name, by, origin }: CompanyChange, ...id: number[]): Promise<StoredCompany | null> => {
    const { rows } = await pool.query<StoredCompany>(text, [name, by, origin.ip, origin.userAgent, ...id])
    return rows[0] ?? null
  }
  return {
    /** Newest first, by keyset. */
    async list({ only, limit, after }: CompanyQuery): Promise<CompanyPage> {
      const [{ rows }, { rows: counts }] = await Promise.all([
        pool.query<StoredCompany>(listed, [only, after ?? null, limit + 1]),
        pool.query<{ count: number }>(counted, [only]),
      ])
      const items = rows.slice(0, limit)
      const count = counts[0]?.count ?? 0
      const next = rows.length > limit ? (items.at(-1)?.id ?? null) : null
      return { items, next, count: Math.min(count, countCap), countCapped: count > countCap }
    },

    /** One company; null when there is none within reach. */
    async find(id: number, only: number | null): Promise<StoredCompany | null> {
      const { rows } = await pool.query<StoredCompany>(
        `SELECT ${columns('o')} FROM companies o WHERE o.id = $1 AND ($2::int IS NULL OR o.id = $2)`,
        [id, only],
      )
      return rows[0] ?? null
    },

    async create(company: CompanyChange): Promise<StoredCompany> {
      const made = await change(created, company)
      if (!made) throw new Error('the company was not written')
      return made
    },

    /** Null when there is no such company. */
    rename: (id: number, company: CompanyChange): Promise<StoredCompany | null> => change(renamed, company, id),
  }
}
