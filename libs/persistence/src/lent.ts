import pg from 'pg'

/** How often both are asked: while others are busy too, it takes some until one of the server's comes to both. */
const turns = 5

/**
 * Whether a pooler lends the server's connections to whoever connects here, for a transaction at a time. What a session holds, as its locks and what it
 * listens for, is nobody's then, and stays on a connection that others are given.
 */
export async function isLent(client: pg.Client, config: pg.ClientConfig): Promise<boolean> {
  const other = new pg.Client(config)
  other.on('error', () => undefined)
  await other.connect()
  try {
    const holders = new Map<number, pg.Client>()
    for (let turn = 0; turn < turns; turn++) {
      for (const each of [client, other]) {
        const backend = await backendOf(each)
        if (holders.has(backend) && holders.get(backend) !== each) return true
        holders.set(backend, each)
      }
    }
    return holders.size > 2
  } finally {
    await other.end()
  }
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  if (!rows[0]) throw new Error('The database did not say whose connection it is.')
  return rows[0].pid
}
