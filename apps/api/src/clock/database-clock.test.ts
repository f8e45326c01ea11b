import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DatabaseClock } from './database-clock.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const minute = 60_000
const lookEvery = 10_000

/** This machine's time; the database is an hour ahead of it, until a test says otherwise. */
let machine = noon
let ahead = 60 * minute
let isAway = false
let clock: DatabaseClock

const database = {
  async now(): Promise<number> {
    if (isAway) throw new Error('connect ECONNREFUSED')
    return machine + ahead
  },
}

beforeEach(async () => {
  vi.useFakeTimers()
  ;[machine, ahead, isAway] = [noon, 60 * minute, false]
  clock = await DatabaseClock.open(database, () => machine)
})
afterEach(() => vi.useRealTimers())

it('tells the database’s time, however wrong this machine’s is', () => {
  machine += 1234
  expect(clock.now()).toBe(noon + 60 * minute + 1234)
})

it('is not ahead of the database, however long its answer took', async () => {
  const slow = {
    async now(): Promise<number> {
      const then = await database.now()
      machine += 700
      return then
    },
  }
  const late = await DatabaseClock.open(slow, () => machine)
  expect(late.now()).toBe(machine + ahead - 700)
})

it('is right although the statement waited for a connection', async () => {
  const busy = {
    async now(): Promise<number> {
      machine += 1900
      return database.now()
    },
  }
  expect((await DatabaseClock.open(busy, () => machine)).now()).toBe(machine + ahead)
})

it('looks at the database’s clock again every ten seconds', async () => {
  clock.onModuleInit()
  ahead = 0
  await vi.advanceTimersByTimeAsync(lookEvery - 1)
  expect(clock.now()).toBe(noon + 60 * minute)
  await vi.advanceTimersByTimeAsync(1)
  expect(clock.now()).toBe(noon)
})

it('keeps what it saw last while the database is away, and looks again when it is back', async () => {
  clock.onModuleInit()
  ;[ahead, isAway] = [0, true]
  await vi.advanceTimersByTimeAsync(3 * lookEvery)
  expect(clock.now()).toBe(noon + 60 * minute)
  isAway = false
  await vi.advanceTimersByTimeAsync(lookEvery)
  expect(clock.now()).toBe(noon)
})

it('stops looking when the process ends', () => {
  clock.onModuleInit()
  expect(vi.getTimerCount()).toBe(1)
  clock.onModuleDestroy()
  expect(vi.getTimerCount()).toBe(0)
})

it('does not open without the database', async () => {
  isAway = true
  await expect(DatabaseClock.open(database)).rejects.toThrow('ECONNREFUSED')
})
