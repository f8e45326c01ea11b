// Long, because one feed is the subject: transactions that commit in every order, beside the same few readers.
import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newCompany } from '../testing/api-keys.js'
import { manySessions } from '../testing/revoking.js'
import { rowsRead } from '../testing/rows-read.js'
import { load } from '../testing/rows.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import type { FeedCursor } from './cursor.js'
import type { FeedEntry } from './entry.js'
import { revocationFeedStore, type RevocationFeedStore } from './index.js'
import { readFeed } from './read.js'

let at: TestStore
let feed: RevocationFeedStore
beforeAll(async () => {
  at = await testStore()
  feed = revocationFeedStore(at.database, () => at.passed() * 1000)
})
afterAll(() => at.close())
beforeEach(() => at.pool.query('TRUNCATE events'))

/** Reads everything from a cursor on, page by page. */
async function readAll(after: FeedCursor | null, { companyId = null, limit = 1000 }: { companyId?: number | null; limit?: number } = {}) {
  const entries: FeedEntry[] = []
  let pages = 0
  for (let next = after; ;) {
    const page = await feed.read({ companyId, after: next, limit })
    entries.push(...page.entries)
    next = page.next
    pages++
    if (page.isEnd) return { entries, next, pages }
  }
}
const subjects = (entries: readonly FeedEntry[]) => entries.map(({ subject }) => subject).sort()

const end = async (id: string) => {
  await at.store.end({ id, reason: 'revoked_by_admin', by: null, origin })
  return id
}
const endNew = async () => end((await at.start()).id)
const log = (connection: Pick<PoolClient, 'query'>, sessionId: string) =>
  connection.query(
    `INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, reason)
     VALUES (clock_timestamp(), 'session_ended', $1, $2, 'tessera', 1, 'revoked_by_admin')`,
    [sessionId, randomUUID()],
  )

/** A transaction that has logged a revocation, and is committed when somebody says so. */
async function underWay() {
  const connection = await at.pool.connect()
  await connection.query('BEGIN')
  const sessionId = randomUUID()
  await log(connection, sessionId)
  return {
    sessionId,
    over: async (word: 'COMMIT' | 'ROLLBACK') => {
      await connection.query(word)
      connection.release()
    },
  }
}

describe('the snapshot', () => {
  it('has every revocation of a day, and nothing else of the log', async () => {
    const session = await at.start()
    await end(session.id)
    const { userId } = await at.start()
    await at.store.endAll({ of: { scope: 'user', subject: userId }, reason: 'password_changed', by: userId, except: session.id, origin })
    const { entries, next } = await readAll(null)
    expect(entries).toMatchObject([
      { scope: 'session', subject: session.id, userId: session.userId, except: null, reason: 'revoked_by_admin', companies: [1] },
      { scope: 'user', subject: userId, userId, except: session.id, reason: 'password_changed', companies: [1] },
    ])
    expect(next).toMatchObject({ companyId: null, towards: null })
  })

  it('leaves out what no access token can be out for any more', async () => {
    await endNew()
    at.pass(24 * 3600 + 301)
    const later = await endNew()
    expect(subjects((await readAll(null)).entries)).toEqual([later])
    at.pass(-at.passed())
  })

  it('is read page by page, and what is committed meanwhile comes behind it', async () => {
    const ended = [await endNew(), await endNew(), await endNew()]
    const first = await feed.read({ companyId: null, after: null, limit: 2 })
    expect(first.entries).toHaveLength(2)
    const late = await endNew()
    const second = await feed.read({ companyId: null, after: first.next, limit: 2 })
    expect(subjects([...first.entries, ...second.entries])).toEqual([...ended].sort())
    // It has come to where the log ended when it began, and that is not the end any more.
    expect([first.isEnd, second.isEnd]).toEqual([false, false])
    const rest = await readAll(second.next)
    expect(subjects(rest.entries)).toEqual([late])
    expect(rest.next.towards).toBeNull()
  })
})

describe('what is behind a cursor', () => {
  it('is what was committed since, once', async () => {
    await endNew()
    const { next } = await readAll(null)
    expect((await readAll(next)).entries).toEqual([])
    const ended = [await endNew(), await endNew()]
    const then = await readAll(next)
    expect(subjects(then.entries)).toEqual([...ended].sort())
    expect((await readAll(then.next)).entries).toEqual([])
  })

  it('has what is committed late, in front of what was read already', async () => {
    const start = await readAll(null)
    const early = await underWay()
    const later = await endNew()
    const first = await readAll(start.next)
    expect(subjects(first.entries)).toEqual([later])
    await early.over('COMMIT')
    const second = await readAll(first.next)
    expect(subjects(second.entries)).toEqual([early.sessionId])
    expect((await readAll(second.next)).entries).toEqual([])
  })

  it('has what a snapshot could not see yet', async () => {
    const early = await underWay()
    const { next } = await readAll(null)
    await early.over('COMMIT')
    expect(subjects((await readAll(next)).entries)).toEqual([early.sessionId])
  })

  it('has nothing of what was rolled back, and waits for nothing that goes on', async () => {
    const { next } = await readAll(null)
    const [undone, open] = [await underWay(), await underWay()]
    const ended = await endNew()
    await undone.over('ROLLBACK')
    expect(subjects((await readAll(next)).entries)).toEqual([ended])
    await open.over('ROLLBACK')
  })

  it('misses nothing between two pages', async () => {
    const start = await readAll(null)
    const early = await underWay()
    const ended = [await endNew(), await endNew(), await endNew()]
    const first = await feed.read({ companyId: null, after: start.next, limit: 2 })
    await early.over('COMMIT')
    ended.push(await endNew())
    const rest = await readAll(first.next, { limit: 1 })
    const last = await readAll(rest.next)
    expect(new Set(subjects([...first.entries, ...rest.entries, ...last.entries]))).toEqual(new Set([...ended, early.sessionId]))
  })

  it('has what a server that crashed gave the number of a transaction that was going on before', async () => {
    const { next } = await readAll(null)
    const ahead = (await nextTransaction()) + 20n
    const then = { ...next, since: next.since && { ...next.since, snapshot: `${ahead}:${ahead}:` } }
    const ended = await endNew()
    expect(await nextTransaction()).toBeLessThan(ahead)
    while ((await nextTransaction()) < ahead) await at.pool.query('SELECT pg_current_xact_id()')
    expect(subjects((await readAll(then)).entries)).toEqual([ended])
  })

  it('misses nothing and invents nothing while many write at once, however their commits fall', async () => {
    const written = new Set<string>()
    let over = false
    const write = async (patience: number) => {
      for (let i = 0; i < 25; i++) {
        const one = await underWay()
        await at.pool.query('SELECT pg_sleep($1)', [(Math.random() * patience) / 1000])
        const isKept = Math.random() < 0.8
        await one.over(isKept ? 'COMMIT' : 'ROLLBACK')
        if (isKept) written.add(one.sessionId)
      }
    }
    const follow = async (limit: number) => {
      const seen = new Set<string>()
      let { next } = await readAll(null)
      for (let last = false; !last;) {
        last = over
        const page = await readAll(next, { limit })
        for (const { subject } of page.entries) seen.add(String(subject))
        next = page.next
      }
      return seen
    }
    const followers = [follow(1000), follow(3), follow(1)]
    await Promise.all([write(2), write(5), write(10), write(20), write(1)])
    over = true
    for (const seen of await Promise.all(followers)) expect([...seen].sort()).toEqual([...written].sort())
  })
})

async function nextTransaction(): Promise<bigint> {
  const { rows } = await at.pool.query<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next')
  return BigInt(rows[0]?.next ?? 0)
}

const logs: [how: string, transactions: number][] = [
  ['written by many', 40],
  ['loaded at once', 1],
]
it.each(logs)('reads of the log what is new, and not what is long known, however much that is: %s', async (_, transactions) => {
  await load(
    at.pool,
    `INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, reason, tx)
     SELECT clock_timestamp(), 'session_ended', gen_random_uuid(), gen_random_uuid(), 'tessera', 1, 'logout', (i % $1 + 3)::text::xid8
     FROM generate_series(1, 20000) i`,
    [transactions],
  )
  await at.pool.query('ANALYZE events')
  const early = await underWay()
  await endNew()
  const { next } = await readAll(await feed.end())
  const later = await endNew()
  await early.over('COMMIT')
  const { answer, read } = await rowsRead(at.pool, 'events', (connection) =>
    readFeed({ pool: connection as never, clockOffset: () => 0 }, { companyId: null, after: next, limit: 1000 }),
  )
  expect(subjects(answer.entries)).toEqual([early.sessionId, later].sort())
  expect(read).toBeLessThan(50)
})

describe('a company', () => {
  it('reads what can concern its access tokens: of users, of those who have sessions in it', async () => {
    const other = await newCompany(at)
    const { next } = await readAll(null, { companyId: other })
    const [here, there] = [await at.start(), await at.start({ userId: await at.createUser({ companyId: other }) })]
    const moved = await at.createUser()
    await at.start({ userId: moved })
    await at.pool.query('UPDATE users SET company_id = $2 WHERE id = $1', [moved, other])
    await at.start({ userId: moved })
    await at.pool.query('UPDATE users SET company_id = 1 WHERE id = $1', [moved])
    await end(here.id)
    await end(there.id)
    for (const subject of [moved, here.userId]) {
      await at.pool.query(
        `INSERT INTO events (at, kind, user_id, company_id, reason, details) VALUES (clock_timestamp(), 'watermark_set', $1, 1, 'user_disabled', $2)`,
        [subject, JSON.stringify({ subject: `user:${subject}`, except: null })],
      )
    }
    for (const [subject, company] of [
      ['platform', null],
      ['client:tessera', null],
      [`company:${other}`, other],
      ['company:1', 1],
    ] as const) {
      await at.pool.query(
        `INSERT INTO events (at, kind, client_id, company_id, reason, details) VALUES (clock_timestamp(), 'watermark_set', NULL, $1, 'revoked_by_admin', $2)`,
        [company, JSON.stringify({ subject, except: null })],
      )
    }
    const expected = [
      { scope: 'session', subject: there.id },
      { scope: 'user', subject: moved },
      { scope: 'platform', subject: null },
      { scope: 'client', subject: 'tessera' },
      { scope: 'company', subject: String(other) },
    ]
    expect((await readAll(next, { companyId: other })).entries).toMatchObject(expected)
    expect((await readAll(null, { companyId: other })).entries).toMatchObject(expected)
    expect((await readAll(next, { companyId: other, limit: 1 })).pages).toBe(6)
  })

  it('is known by a look or two for each entry, however many sessions its user has', async () => {
    const [one] = await manySessions(at, 3000)
    const { userId } = (await at.store.read(one!.id))!.known.session
    await at.pool.query('ANALYZE sessions')
    await at.pool.query(
      `INSERT INTO events (at, kind, user_id, company_id, reason, details)
       SELECT clock_timestamp(), 'watermark_set', $1, 1, 'revoked_by_user', $2 FROM generate_series(1, 20)`,
      [userId, JSON.stringify({ subject: `user:${userId}`, except: null })],
    )
    const { answer, read } = await rowsRead(at.pool, 'sessions', (connection) =>
      readFeed({ pool: connection as never, clockOffset: () => 0 }, { companyId: null, after: null, limit: 1000 }),
    )
    expect(answer.entries.map(({ companies }) => companies)).toEqual(Array.from({ length: 20 }, () => [1]))
    expect(read).toBeLessThan(100)
  })

  it('begins with a snapshot where the cursor is of another reach: what that left out was not read', async () => {
    const ended = await endNew()
    const { next } = await readAll(null, { companyId: 1 })
    expect(subjects((await readAll(next, { companyId: null })).entries)).toEqual([ended])
  })
})

describe('the epoch', () => {
  it('is another when the log is another: the feed begins with a snapshot', async () => {
    const ended = await endNew()
    const { next } = await readAll(null)
    await at.pool.query('CREATE TABLE before AS TABLE events')
    await at.pool.query('TRUNCATE events')
    await at.pool.query('INSERT INTO events SELECT * FROM before')
    const { entries, next: then } = await readAll(next)
    expect(then.epoch).not.toBe(next.epoch)
    expect(subjects(entries)).toEqual([ended])
    await at.pool.query('DROP TABLE before')
  })

  it('begins with a snapshot where the cursor is of the future: its history is not this one', async () => {
    const ended = await endNew()
    const { next } = await readAll(null)
    const { since } = next
    for (const future of [{ id: (since?.id ?? 0) + 1 }, { snapshot: '900000000:900000000:' }]) {
      expect(subjects((await readAll({ ...next, since: since && { ...since, ...future } })).entries)).toEqual([ended])
    }
  })

  it('takes what is no cursor for none', async () => {
    const ended = await endNew()
    expect(subjects((await feed.read({ companyId: null, after: 'nonsense', limit: 10 })).entries)).toEqual([ended])
  })
})
