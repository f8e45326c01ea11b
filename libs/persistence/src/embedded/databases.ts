import pg from 'pg'
import { superuser } from './cluster.js'

/** The address of one database of the server. */
export function databaseUrl(port: number, password: string, name: string): string {
  return `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(name)}`
}

/** The address of another database of the server. */
export function databaseOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = name
  return url.href
}

/** Makes a database: an empty one, or a copy of one that nobody is connected to. One that exists is left as it is. */
export async function createDatabase(serverUrl: string, name: string, model = 'template0'): Promise<void> {
  await asSuperuser(serverUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(model)}`)
  })
}

/** Removes a database, and the connections to it. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await asSuperuser(serverUrl, (client) => client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`))
}

async function asSuperuser(serverUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
