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
