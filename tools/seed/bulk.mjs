import { step } from '../progress.mjs'

/** So many rows are set aside and put back; a table with more is filled as it stands. */
const setAside = 100_000

/** Whether a table is as good as empty, so that its indexes cost less made anew than kept up with every row. */
export async function isNearlyEmpty(client, table) {
  const { rows } = await client.query(`select count(*)::int as count from (select from ${table} limit ${setAside + 1}) r`)
  return rows[0].count <= setAside
}

/**
 * Fills a table that has neither keys nor indexes meanwhile, and makes them afterwards: each is sorted once, and not torn open by every row.
 *
 * All of it is one transaction, so there is nothing to mend: ended early, however it ends, the table is what it was, with every index. Until it
 * is over nobody else reads the table. Rows are written frozen (`COPY … FREEZE` asks for a table truncated in its transaction): no later reader
 * or vacuum writes them a second time. What was there is set aside and put back.
 *
 * @param {() => Promise<void>} fill copies the rows, with FREEZE, on the same connection
 * @param {<T>(name: string, work: () => Promise<T>) => Promise<T>} [told] wraps the making of each key, index and reference, for progress
 */
export async function inBulk(client, table, fill, told = step) {
  // Not on Windows. Elsewhere the server sees within a second that we are gone, even while it sorts an index.
  await client.query(`set client_connection_check_interval = '1s'`).catch(() => {})
  await client.query('begin')
  try {
    await client.query(`set local maintenance_work_mem = '512MB'`)
    await client.query(`lock table ${table} in access exclusive mode`)
    await client.query(`create temp table set_aside on commit drop as table ${table}`)
    const parts = await partsOf(client, table)
    for (const { drop } of parts.toReversed()) await client.query(drop)
    await client.query(`truncate ${table}`)
    await fill()
    await client.query(`insert into ${table} select * from set_aside`)
    for (const { name, make } of parts) await told(name, () => client.query(make))
    await client.query('commit')
  } catch (fault) {
    // Of a connection that is gone the server rolls back by itself.
    await client.query('rollback').catch(() => {})
    throw fault
  }
}

/** The keys, the indexes, and the references of a table, in the order in which they are made; each in the database's own words. */
async function partsOf(client, table) {
  const { rows } = await client.query(
    `select conname as name, format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make, contype = 'f' as last
     from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'x', 'f')
     union all
     select i.indexrelid::regclass::text, format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid), false
     from pg_index i where i.indrelid = $1::regclass and not exists (select from pg_constraint where conindid = i.indexrelid)
     order by last, name`,
    [table],
  )
  return rows
}
