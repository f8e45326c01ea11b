import { routes } from '@tessera/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'
import { type FeedReader, readFeed } from '../testing/feed-reader.js'

let api: TestApi
let headers: Readonly<Record<string, string>>
beforeAll(async () => {
  api = await startApi()
  const { body } = await api.owner.call(routes.createMyApiKey, { body: { name: 'Everywhere', scopes: ['revocations:read'] } })
  headers = { 'x-api-key': body.key }
})
afterAll(() => api.close())

/** So many revocations, of sessions that never were, in one write. */
const revokeMany = (count: number) =>
  api.database.pool.query(
    `INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, reason)
     SELECT clock_timestamp(), 'session_ended', gen_random_uuid(), gen_random_uuid(), 'tessera', 1, 'logout' FROM generate_series(1, $1::int)`,
    [count],
  )

it('lets a thousand follow one process: each is told of every revocation, and soon', { timeout: 60_000 }, async () => {
  const followers = 1_000
  const subjects = await Promise.all(Array.from({ length: 5 }, () => api.person()))
  const waiting = new Map(subjects.map(({ sessionId }) => [sessionId, followers]))
  const readers: FeedReader[] = []
  for (let i = 0; i < followers; i += 50) {
    const some = Array.from({ length: 50 }, () =>
      readFeed(api.url, headers, undefined, ({ items }) => {
        for (const { subject } of items) if (subject && waiting.has(subject)) waiting.set(subject, (waiting.get(subject) ?? 0) - 1)
      }),
    )
    readers.push(...(await Promise.all(some)))
  }
  await expect.poll(() => readers.every(({ pages }) => pages.at(-1)?.more === false), { timeout: 10_000 }).toBe(true)
  for (const { sessionId } of subjects) {
    await api.owner.call(routes.revokeSession, { params: { id: sessionId }, body: {} })
    // Readers and server share this process, and perhaps the machine with others: how fast it is, the bench says.
    await expect.poll(() => waiting.get(sessionId), { timeout: 2_000, interval: 5 }).toBe(0)
  }
  expect(readers.filter(({ over }) => over)).toEqual([])
  for (const reader of readers) reader.close()
})

it('waits for nobody who does not read: they are cut off, and go on by their cursor', { timeout: 30_000 }, async () => {
  const [slow, quick] = [await readFeed(api.url, headers), await readFeed(api.url, headers)]
  await expect.poll(() => [slow, quick].map(({ pages }) => pages.at(-1)?.more)).toEqual([false, false])
  slow.answer.pause()
  const [before, cursor] = [quick.subjects().length, slow.pages.at(-1)?.next]
  // More than what the system keeps for a connection.
  for (let i = 0; i < 8; i++) await revokeMany(6_000)
  await expect.poll(() => quick.subjects().length - before, { timeout: 10_000 }).toBe(48_000)
  slow.answer.resume()
  await expect.poll(() => slow.over, { timeout: 5_000 }).toBe(true)
  expect([quick.over, slow.subjects().length - before]).toEqual([false, expect.any(Number)])
  expect(slow.subjects().length - before).toBeLessThan(48_000)
  const again = await readFeed(api.url, headers, slow.pages.at(-1)?.next ?? cursor)
  await expect.poll(() => again.pages.at(-1)?.more, { timeout: 10_000 }).toBe(false)
  expect(new Set([...slow.subjects(), ...again.subjects()])).toEqual(new Set(quick.subjects()))
  for (const reader of [quick, again]) reader.close()
})
