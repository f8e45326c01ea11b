import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testStore, type TestStore } from '../testing/store.js'
import { type EventSinkStore, eventSinkStore, type HeldSink, type SinkPosition } from './index.js'

let at: TestStore
let sinks: EventSinkStore
beforeAll(async () => {
  at = await testStore()
  sinks = eventSinkStore(at.database, () => at.passed() * 1000)
})
afterAll(() => at.close())
beforeEach(() => at.pool.query('TRUNCATE events, event_sinks'))

const [one, other] = [randomUUID(), randomUUID()]
const held = async (holder = one): Promise<HeldSink> => {
  const sink = await sinks.hold('lines', holder, 60)
  if (!sink) throw new Error('the sink is in other hands')
  return sink
}
const log = (kind: string, connection: Pick<PoolClient, 'query'> = at.pool) =>
  connection.query('INSERT INTO events (at, kind, company_id) VALUES (clock_timestamp(), $1, 1)', [kind])
const kindsBehind = async (position: SinkPosition) => (await sinks.read(position, 100)).entries.map(({ kind }) => kind)

/** A transaction that has logged something, and goes on. */
async function underWay(kind: string) {
  const connection = await at.pool.connect()
  await connection.query('BEGIN')
  await log(kind, connection)
  return async (word: 'COMMIT' | 'ROLLBACK') => {
    await connection.query(word)
    connection.release()
  }
}

let lastOld = 0
const nextNumber = async () => Number((await at.pool.query<{ next: string }>('SELECT pg_current_xact_id()::text AS next')).rows[0]?.next)
const comeTo = async (number: number) => {
  while ((await nextNumber()) <= number);
}

/** As after a dump was restored into a new cluster: the place and all entries are of numbers that this one has not come to yet. */
async function toldBeforeARestore(): Promise<SinkPosition> {
  for (const kind of ['told', 'untold']) await log(kind)
  const { rows } = await at.pool.query<{ id: number }>('SELECT id FROM events ORDER BY id')
  const next = await nextNumber()
  lastOld = next + 40
  await at.pool.query(`UPDATE events SET tx = ($1::bigint + CASE kind WHEN 'told' THEN 30 ELSE 40 END)::text::xid8`, [next])
  return { snapshot: `${next + 35}:${next + 35}:`, id: rows[0]?.id ?? 0, towards: null }
}

describe('an event sink', () => {
  it('begins at the end of the log, and is told what comes, the oldest first', async () => {
    await log('before')
    const { position } = await held()
    await log('first')
    await log('second')
    const { entries, next } = await sinks.read(position, 100)
    expect(entries.map(({ kind, company }) => [kind, company?.id])).toEqual([
      ['first', 1],
      ['second', 1],
    ])
    expect(await kindsBehind(next)).toEqual([])
  })

  it('misses nothing that commits late, in whatever order', async () => {
    const { position } = await held()
    const [early, late, never] = [await underWay('early'), await underWay('late'), await underWay('never')]
    await log('between')
    await late('COMMIT')
    const first = await sinks.read(position, 100)
    expect(first.entries.map(({ kind }) => kind)).toEqual(['late', 'between'])
    await early('COMMIT')
    await never('ROLLBACK')
    await log('after')
    expect(await kindsBehind(first.next)).toEqual(['early', 'after'])
  })

  it('is told a long way page by page, and what was committed behind its back afterwards', async () => {
    const { position } = await held()
    const slow = await underWay('slow')
    for (const kind of ['1', '2', '3']) await log(kind)
    const first = await sinks.read(position, 2)
    await slow('COMMIT')
    await log('4')
    const second = await sinks.read(first.next, 2)
    const kinds = [first, second].map(({ entries }) => entries.map(({ kind }) => kind))
    expect([kinds, second.next.towards]).toEqual([[['1', '2'], ['3']], null])
    expect(await kindsBehind(second.next)).toEqual(['slow', '4'])
  })

  it('hears nothing old where the numbers of transactions began anew, and everything that it had not heard', async () => {
    const position = await toldBeforeARestore()
    expect(await kindsBehind(position)).toEqual(['untold'])
    const { next } = await sinks.read(position, 1)
    const further = await sinks.read(next, 1)
    await log('new')
    await comeTo(lastOld)
    expect(await kindsBehind(further.next)).toEqual(['new'])
  })

  it('that is new hears nothing old there, either', async () => {
    await toldBeforeARestore()
    const { position } = await held()
    await log('new')
    await comeTo(lastOld)
    expect(await kindsBehind(position)).toEqual(['new'])
  })

  it('is in one process’s hands, who may keep it, until that is silent for a minute', async () => {
    await held(one)
    expect(await sinks.hold('lines', other, 60)).toBeNull()
    at.pass(59)
    expect(await sinks.hold('lines', other, 60)).toBeNull()
    await held(one)
    at.pass(59)
    expect(await sinks.hold('lines', other, 60)).toBeNull()
    at.pass(1)
    expect((await held(other)).holder).toBe(other)
  })

  it('is told by another process when that one is gone, though the clock was set back since by hours', async () => {
    at.pass(7200)
    await held(one)
    at.pass(-7200)
    expect((await held(other)).holder).toBe(other)
  })

  it('goes on where it was, in whosever hands, and not where a process left it that had lost it', async () => {
    const mine = await held(one)
    await log('first')
    const { next } = await sinks.read(mine.position, 100)
    expect(await sinks.move(mine, next, 60)).toBe(true)
    await sinks.release(mine, 0)
    const theirs = await held(other)
    expect(theirs.position).toEqual(next)
    expect(await sinks.move(mine, mine.position, 60)).toBe(false)
    expect((await held(other)).position).toEqual(next)
  })

  it('is let alone when it has failed, and its failures are counted until it takes something', async () => {
    const failing = await held(one)
    await sinks.release(failing, 2)
    expect(await sinks.hold('lines', one, 60)).toBeNull()
    at.pass(2)
    const again = await held(other)
    expect(again.failures).toBe(1)
    await sinks.move(again, again.position, 60)
    expect((await held(other)).failures).toBe(0)
  })
})
