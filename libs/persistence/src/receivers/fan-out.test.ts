import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { manySessions } from '../testing/revoking.js'
import { rowsRead } from '../testing/rows-read.js'
import { testStore, type TestStore } from '../testing/store.js'
import { entriesAtOnce, fanOut } from './fan-out.js'
import { type NewReceiver, receiverStore } from './index.js'

let at: TestStore
let receivers: ReturnType<typeof receiverStore>
beforeAll(async () => {
  at = await testStore()
  await at.pool.query(`INSERT INTO companies (id, name) VALUES (2, 'Other')`)
  receivers = receiverStore(at.database, () => at.passed() * 1000)
})
afterAll(() => at.close())
beforeEach(() => at.pool.query('DELETE FROM receivers; DELETE FROM deliveries'))

const actor = { by: randomUUID(), origin: { ip: null, userAgent: null } }
const unsealed = () => ({ secret: null, authorization: null })

async function registered(wanted: Partial<NewReceiver> = {}): Promise<string> {
  const form = wanted.kinds ? 'webhook' : 'set_push'
  const receiver = { name: 'x', form, companyId: null, url: 'https://x.example', kinds: [], audience: null, ...wanted } as const
  const creation = await receivers.create(receiver, unsealed, actor)
  if (creation.outcome === 'refused') throw new Error(creation.refusal)
  return creation.receiver.id
}

interface Logged {
  readonly kind?: string
  readonly companyId?: number | null
  readonly userId?: string | null
  readonly entries?: number
}

/** Writes entries; returns their ids. */
async function log(
  { kind = 'session_ended', companyId = 1, userId = null, entries = 1 }: Logged = {},
  on: { query: typeof at.pool.query } = at.pool,
) {
  const text = `INSERT INTO events (at, kind, company_id, user_id) SELECT clock_timestamp(), $1, $2, $3 FROM generate_series(1, $4) RETURNING id`
  const { rows } = await on.query<{ id: number }>(text, [kind, companyId, userId, entries])
  return rows.map(({ id }) => id)
}

/** Goes through everything; returns which events are queued for a receiver, each as often as it is. */
async function told(id: string): Promise<readonly number[]> {
  for (let gone = await receivers.fanOut(); gone === 'elsewhere' || gone.more;) gone = await receivers.fanOut()
  const { rows } = await at.pool.query<{ id: number }>('SELECT event_id AS id FROM deliveries d WHERE receiver_id = $1 ORDER BY d.id', [id])
  return rows.map((row) => row.id)
}

/** Goes on once, in a transaction that is undone; and how many rows of a table that reads. */
const goneThrough = (table: string) =>
  rowsRead(at.pool, table, (connection) => {
    const within = {
      query: (text: string, values?: unknown[]) => (/^(BEGIN|COMMIT)$/.test(text) ? undefined : connection.query(text, values)),
      release: () => undefined,
    }
    return fanOut({ pool: { connect: () => within } as never, clockOffset: () => 0 })
  })

it('what a late transaction commits is queued, although later ids were queued before; and nothing twice', async () => {
  const id = await registered()
  const slow = await at.pool.connect()
  await slow.query('BEGIN')
  const late = await log({}, slow)
  const early = await log()
  expect(await told(id)).toEqual(early)
  await slow.query('COMMIT')
  slow.release()
  expect(await told(id)).toEqual([...early, ...late])
  const rolled = await at.pool.connect()
  await rolled.query('BEGIN')
  await log({}, rolled)
  await rolled.query('ROLLBACK')
  rolled.release()
  expect(await told(id)).toHaveLength(2)
})

it('four processes queue what twenty write at once, each entry once', async () => {
  const id = await registered()
  let writing = true
  const process = async () => {
    while (writing) await receivers.fanOut()
  }
  const processes = [process(), process(), process(), process()]
  const written = await Promise.all(Array.from({ length: 20 }, async () => [...(await log({ entries: 3 })), ...(await log())]))
  writing = false
  await Promise.all(processes)
  expect([...(await told(id))].sort((a, b) => a - b)).toEqual(written.flat().sort((a, b) => a - b))
})

it('more than one page is gone through to its end, with what is committed meanwhile', async () => {
  const id = await registered({ kinds: ['session_ended'] })
  await told(id)
  const first = await log({ entries: 2 * entriesAtOnce })
  expect(await receivers.fanOut()).toEqual({ more: true, queued: entriesAtOnce })
  const meanwhile = await log()
  expect(await told(id)).toEqual([...first, ...meanwhile])
})

it('what a long transaction wrote is gone through page by page as well, when it is committed', async () => {
  const id = await registered()
  await told(id)
  const slow = await at.pool.connect()
  await slow.query('BEGIN')
  const before = await log({ entries: entriesAtOnce + 10 }, slow)
  const others = await log()
  expect(await told(id)).toEqual(others)
  const after = await log({ entries: entriesAtOnce }, slow)
  const more = await log({ entries: 7 })
  await slow.query('COMMIT')
  slow.release()
  expect(await told(id)).toEqual([...others, ...before, ...after, ...more])
})

it('what was written while nobody went through the log for hours is gone through to its end', async () => {
  const id = await registered()
  await told(id)
  await at.pool.query(`UPDATE fan_out SET as_of = as_of - interval '5 hours'`)
  const written = await log({ entries: entriesAtOnce + 1 })
  await at.pool.query(`UPDATE events SET at = at - interval '4 hours' WHERE id = ANY ($1)`, [written])
  expect(await told(id)).toEqual(written)
})

it('a receiver is told of what its registration does not see, and of what concerns its company', async () => {
  const moved = await at.createUser({ companyId: 2 })
  await at.pool.query('UPDATE users SET company_id = 1 WHERE id = $1', [moved])
  await at.start({ userId: moved })
  await at.pool.query('UPDATE users SET company_id = 2 WHERE id = $1', [moved])
  await log()
  const [all, ours] = [await registered(), await registered({ companyId: 1 })]
  const [hook, later] = [await registered({ companyId: 1, kinds: ['user_created', 'session_started'] }), await registered({ companyId: 2 })]
  const [own] = await log()
  const [theirs] = await log({ companyId: 2 })
  const [platform] = await log({ kind: 'watermark_set', companyId: null })
  const [company] = await log({ kind: 'watermark_set', companyId: 2 })
  const [user] = await log({ kind: 'watermark_set', companyId: 2, userId: moved })
  const [made] = await log({ kind: 'user_created' })
  await log({ kind: 'user_created', companyId: 2 })
  expect(await told(all)).toEqual([own, theirs, platform, company, user])
  expect(await told(ours)).toEqual([own, platform, user])
  expect(await told(hook)).toEqual([made])
  expect(await told(later)).toEqual([theirs, platform, company, user])
})

it('nothing is written while nothing is new, nor is it for nobody', async () => {
  await told(await registered())
  const row = async () => (await at.pool.query<{ xmin: string; last: string }>('SELECT xmin::text, ctid::text AS last FROM fan_out')).rows
  const before = await row()
  expect(await receivers.fanOut()).toEqual({ more: false, queued: 0 })
  expect(await row()).toEqual(before)
})

it('old entries that were loaded at once are gone through a page at a time, and once; nobody is told', async () => {
  const id = await registered()
  await told(id)
  await at.pool.query(
    `INSERT INTO events (at, kind, company_id) SELECT clock_timestamp() - interval '1 day', 'session_ended', 1 FROM generate_series(1, $1)`,
    [2 * entriesAtOnce],
  )
  expect(await receivers.fanOut()).toEqual({ more: true, queued: 0 })
  const later = await log()
  expect(await told(id)).toEqual(later)
})

it('what is written when the clock was set back by hours is told all the same', async () => {
  const id = await registered()
  at.pass(7200)
  const before = await log()
  expect(await told(id)).toEqual(before)
  at.pass(-7200)
  const after = await log()
  expect(await told(id)).toEqual([...before, ...after])
})

it('reads of the log what is new, where the planner takes any transaction for the whole of it', async () => {
  // As after everything was loaded at once: to the planner, a transaction is the whole log.
  await at.pool.query('DELETE FROM events')
  await log({ entries: 20_000 })
  await at.pool.query('ANALYZE events')
  const id = await registered()
  await told(id)
  const slow = await at.pool.connect()
  await slow.query('BEGIN')
  const late = await log({ entries: 5 }, slow)
  const early = await log()
  expect(await told(id)).toEqual(early)
  await slow.query('COMMIT')
  slow.release()
  const later = await log()
  const { answer, read } = await goneThrough('events')
  expect(answer).toEqual({ more: false, queued: 6 })
  expect(read).toBeLessThan(50)
  expect(await told(id)).toEqual([...early, ...late, ...later])
})

it('whether it concerns a company is a look or two for each receiver, however many sessions its user has', async () => {
  const [one] = await manySessions(at, 3000)
  const { userId } = (await at.store.read(one!.id))!.known.session
  await at.pool.query('VACUUM ANALYZE sessions')
  const [own, other] = [await registered({ companyId: 1 }), await registered({ companyId: 2 })]
  await told(own)
  const ids = await log({ kind: 'watermark_set', companyId: 3, userId, entries: 20 })
  const { answer, read } = await goneThrough('sessions')
  expect(answer).toEqual({ more: false, queued: 20 })
  expect(read).toBeLessThan(200)
  expect([await told(own), await told(other)]).toEqual([ids, []])
})

it('where the numbers of transactions began anew, it goes on from now, and old entries stay old', async () => {
  const id = await registered()
  await told(id)
  const [old] = await log()
  // As after a dump was restored into a new cluster: place, registration and entry are of numbers that this one has not come to yet.
  const { rows } = await at.pool.query<{ next: string }>(`SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next`)
  const next = Number(rows[0]?.next)
  const elsewhere = `${next + 1_000_000}:${next + 1_000_000}:`
  await at.pool.query(`UPDATE fan_out SET "from" = $1`, [elsewhere])
  await at.pool.query(`UPDATE receivers SET since = $2 WHERE id = $1`, [id, elsewhere])
  await at.pool.query(`UPDATE events SET tx = ($2::text)::xid8, at = at - interval '2 hours' WHERE id = $1`, [old, String(next + 5)])
  expect(await told(id)).toEqual([])
  for (let i = 0; i < 10; i++) await at.pool.query('SELECT pg_current_xact_id()')
  const fresh = await log()
  expect(await told(id)).toEqual(fresh)
})
