import { randomBytes, randomUUID } from 'node:crypto'
import { type Row, insertRows } from './rows.js'
import type { TestStore } from './store.js'

/** A client with these columns, and for the rest a public one that may use every wire format; returns its id. */
export async function newClient({ pool }: TestStore, columns: Row = {}): Promise<string> {
  const id = `client-${randomUUID()}`
  await insertRows(pool, { clients: [{ id, name: 'Shop', every_dialect: true, ...columns }] })
  return id
}

/** Gives the client one more secret, for so many seconds or for good; returns its SHA-256. */
export async function newSecret(at: TestStore, clientId: string, expiresIn: number | null = null): Promise<Buffer> {
  const hash = randomBytes(32)
  await at.pool.query(
    `INSERT INTO client_secrets (client_id, hash, expires_at) VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
    [clientId, hash, expiresIn === null ? null : at.passed() + expiresIn],
  )
  return hash
}
