import type { Pool } from 'pg'
import { type Database, deadlines } from './database.js'
import { inTransaction } from './transaction.js'

/** What every connection asks for as it begins, and promises to those who use it. */
const promised = {
  statement_timeout: deadlines.statement,
  lock_timeout: deadlines.lock,
  idle_in_transaction_session_timeout: deadlines.answer,
} as const

/**
 * Which of the settings that connections ask for they do not have: a pooler may leave them out, or refuse whoever asks. A deadline that is
 * shorter than ours is kept all the same.
 *
 * @returns their names as PostgreSQL has them, and PgBouncer's for those that are its own; none where all is as it should be
 * @throws when the database cannot answer
 */
export async function settingsLackingIn({ pool, rotations }: Pick<Database, 'pool' | 'rotations'>): Promise<readonly string[]> {
  if ((await settingsIn(pool)) === 'refused') return Object.keys(promised)
  if (!(await takesTransactions(pool))) return ['pool_mode = transaction']
  const isPrepared = await preparesForEach(pool)
  // Asked again, on a new connection: by now a pooler that undoes what is set, after a transaction or a client, has done it.
  const settings = await settingsIn(pool)
  if (settings === 'refused') return Object.keys(promised)
  const lacking = Object.entries(promised).filter(([name, most]) => !(Number(settings.get(name)) > 0 && Number(settings.get(name)) <= most))
  const isUtc = settings.get('TimeZone') === 'UTC'
  const isIso = settings.get('DateStyle')?.startsWith('ISO')
  const isReadCommitted = settings.get('default_transaction_isolation') === 'read committed'
  const isRelaxed = rotations === pool || (await isOff(rotations))
  return [
    ...lacking.map(([name]) => name),
    ...(isUtc ? [] : ['TimeZone']),
    ...(isIso ? [] : ['DateStyle']),
    ...(isReadCommitted ? [] : ['default_transaction_isolation']),
    ...(isRelaxed ? [] : ['synchronous_commit']),
    ...(isPrepared ? [] : ['max_prepared_statements']),
  ]
}

/** Not where a pooler lends its connections for one statement at a time. */
async function takesTransactions(pool: Pool): Promise<boolean> {
  try {
    return await inTransaction(pool, () => Promise.resolve(true))
  } catch (fault) {
    // PgBouncer's words, as below.
    if (fault instanceof Error && fault.message.startsWith('transaction blocks not allowed')) return false
    throw fault
  }
}

/** By SQLSTATE: a name is there already that this connection has not given, or one is not that it has. */
const lentWithTheirNames = new Set(['42P05', '26000'])

/**
 * Whether each connection has prepared statements of its own. A pooler that lends connections of the server as they are lends the names on them, too: the
 * second to prepare one finds it taken.
 */
async function preparesForEach(pool: Pool): Promise<boolean> {
  if (pool.options.max < 2) return true
  const asked = await Promise.allSettled([pool.connect(), pool.connect()])
  const connections = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  try {
    for (const each of asked) if (each.status === 'rejected') throw each.reason
    for (const connection of connections) await connection.query({ name: 'prepared-for-each', text: 'SELECT' })
    return true
  } catch (fault) {
    if (lentWithTheirNames.has((fault as { readonly code?: string }).code ?? '')) return false
    throw fault
  } finally {
    // Not kept: what a pooler takes back from one client it may make new before it lends it to the next.
    for (const connection of connections) connection.release(true)
  }
}

async function settingsIn(pool: Pool): Promise<ReadonlyMap<string, string> | 'refused'> {
  try {
    const { rows } = await pool.query<{ name: string; setting: string }>('SELECT name, setting FROM pg_settings WHERE name = ANY ($1)', [
      [...Object.keys(promised), 'TimeZone', 'DateStyle', 'default_transaction_isolation', 'synchronous_commit'],
    ])
    return new Map(rows.map(({ name, setting }) => [name, setting]))
  } catch (fault) {
    // PgBouncer's words; its code is that of any breach of the protocol.
    if (fault instanceof Error && fault.message.startsWith('unsupported startup parameter')) return 'refused'
    throw fault
  }
}

async function isOff(rotations: Pool): Promise<boolean> {
  const settings = await settingsIn(rotations)
  return settings !== 'refused' && settings.get('synchronous_commit') === 'off'
}
