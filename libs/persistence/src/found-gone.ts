import type pg from 'pg'

/**
 * Has the server ask every few seconds whether we are still there: of a machine that vanished without a word, as by a power
 * failure, it would keep the locks until TCP gives up, which is hours. For whoever’s session holds locks. Over a Unix socket, and where the server’s system cannot, it does nothing.
 */
export async function findGone(connection: pg.Client): Promise<void> {
  await connection.query('SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3')
}
