import { routes } from '@tessera/contract'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { type Person, startApi, type TestApi } from '../testing/api.js'
import { testConfiguration } from '../testing/configuration.js'
import { type FeedReader, readFeed } from '../testing/feed-reader.js'
import { mostStreams } from './follow.js'

let api: TestApi
let replica: Running
let key: string
beforeAll(async () => {
  api = await startApi()
  const { connectionString: databaseUrl = '' } = api.database.pool.options
  replica = await bootstrap(testConfiguration({ databaseUrl, rateLimits: false, issuer: 'http://localhost' }), pino({ level: 'silent' }))
  const { body } = await api.owner.call(routes.createMyApiKey, {
    body: { name: 'Everywhere', scopes: ['revocations:read', 'revocations:every_company'] },
  })
  key = body.key
})
afterAll(async () => {
  await replica.close()
  await api.close()
})

const open: FeedReader[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})
async function follow(headers: Readonly<Record<string, string>> = { 'x-api-key': key }, after?: string, url = api.url) {
  const reader = await readFeed(url, headers, after)
  open.push(reader)
  return reader
}
const revoke = ({ sessionId }: Person) => api.owner.call(routes.revokeSession, { params: { id: sessionId }, body: {} })
const bearer = ({ accessToken }: Person) => ({ authorization: `Bearer ${accessToken}` })
/** Once it has read to the end, and hears what comes. */
const untilCaughtUp = (reader: FeedReader) => expect.poll(() => reader.pages.at(-1)?.more, { interval: 5 }).toBe(false)

describe('the stream of the revocation feed', () => {
  it('begins with a snapshot, and goes on with what is revoked, within a moment', async () => {
    const [before, later] = [await api.person(), await api.person()]
    await revoke(before)
    const reader = await follow()
    expect(reader.status).toBe(200)
    await untilCaughtUp(reader)
    expect(reader.subjects()).toContain(before.sessionId)
    await revoke(later)
    await expect.poll(() => reader.subjects(), { timeout: 500, interval: 5 }).toContain(later.sessionId)
    for (const page of reader.pages) expect(routes.followRevocations.responses[200].safeParse(page).error).toBeUndefined()
  })

  it('tells of it at both replicas, whichever was asked to revoke', async () => {
    const readers = [await follow(), await follow(undefined, undefined, replica.url)]
    for (const reader of readers) await untilCaughtUp(reader)
    const [here, there] = [await api.person(), await api.person()]
    await revoke(here)
    for (const reader of readers) await expect.poll(() => reader.subjects(), { timeout: 500, interval: 5 }).toContain(here.sessionId)
    const answer = await fetch(`${replica.url}/v1/admin/sessions/${there.sessionId}/revoke`, {
      ...{ method: 'POST', headers: { ...bearer(api.owner), 'content-type': 'application/json' }, body: '{}' },
    })
    expect(answer.status).toBe(200)
    for (const reader of readers) await expect.poll(() => reader.subjects(), { timeout: 500, interval: 5 }).toContain(there.sessionId)
  })

  it('says every second that nothing came, and until when that is known', async () => {
    const reader = await follow()
    await untilCaughtUp(reader)
    const seen = reader.pages.length
    await expect.poll(() => reader.pages.length, { timeout: 4_000 }).toBeGreaterThanOrEqual(seen + 2)
    const times = reader.pages.slice(seen).map(({ as_of }) => Date.parse(as_of))
    for (const [i, time] of times.slice(1).entries()) expect(time - (times[i] ?? 0)).toBeLessThan(1_500)
  })

  it('goes on at the other replica where it was left at the first, without a gap', async () => {
    const first = await follow()
    await untilCaughtUp(first)
    first.close()
    const missed = await api.person()
    await revoke(missed)
    const { next = '' } = first.pages.at(-1) ?? {}
    const asked = await follow(undefined, next, replica.url)
    const again = await follow({ 'x-api-key': key, 'last-event-id': next }, 'stale', replica.url)
    for (const reader of [asked, again]) await expect.poll(() => reader.subjects()).toEqual([missed.sessionId])
  })

  it('has what is committed late', async () => {
    const reader = await follow()
    await untilCaughtUp(reader)
    const late = await api.person()
    const connection = await api.database.pool.connect()
    try {
      await connection.query('BEGIN')
      await connection.query(
        `INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, reason) VALUES (clock_timestamp(), 'session_ended', $1, $2, 'tessera', 1, 'logout')`,
        [late.sessionId, late.userId],
      )
      const person = await api.person()
      await revoke(person)
      await expect.poll(() => reader.subjects()).toContain(person.sessionId)
      await connection.query('COMMIT')
    } finally {
      connection.release()
    }
    await expect.poll(() => reader.subjects()).toContain(late.sessionId)
  })

  it('is a company’s for those who are bound to one', async () => {
    const { body: company } = await api.owner.call(routes.createCompany, { body: { name: 'Elsewhere' } })
    const [here, there] = [await api.person(['auditor']), await api.person(['auditor'], company.id)]
    const readers = [await follow(bearer(here)), await follow(bearer(there))]
    for (const reader of readers) await untilCaughtUp(reader)
    const [one, other] = [await api.person([], company.id), await api.person()]
    await revoke(one)
    await revoke(other)
    await expect.poll(() => readers[0]?.subjects()).toContain(other.sessionId)
    await expect.poll(() => readers[1]?.subjects()).toEqual([one.sessionId])
    expect(readers[0]?.subjects()).not.toContain(one.sessionId)
    expect(readers.map(({ pages }) => pages.at(-1)?.company_id)).toEqual([1, company.id])
  })

  it('begins anew in another epoch', async () => {
    const reader = await follow()
    await untilCaughtUp(reader)
    const { next, epoch } = reader.pages.at(-1)!
    await api.database.pool.query(
      'BEGIN; CREATE TEMP TABLE before AS TABLE events; TRUNCATE events; INSERT INTO events SELECT * FROM before; COMMIT',
    )
    await expect.poll(() => reader.over, { timeout: 2_000 }).toBe(true)
    const again = await follow(undefined, next)
    await untilCaughtUp(again)
    expect(again.pages[0]?.epoch).not.toBe(epoch)
    expect(again.pages[0]?.items.length).toBeGreaterThan(0)
  })
})

describe('whoever may not follow any more', () => {
  it('is told nothing more when the session ends', async () => {
    const auditor = await api.person(['auditor'])
    const reader = await follow(bearer(auditor))
    await untilCaughtUp(reader)
    await revoke(auditor)
    await expect.poll(() => reader.over, { timeout: 2_000 }).toBe(true)
  })

  it('is told nothing more when the key is revoked, or its user is somebody else', async () => {
    const [one, two] = [await api.person(['auditor']), await api.person(['owner'])]
    const made = await one.call(routes.createMyApiKey, { body: { name: 'One', scopes: ['revocations:read'] } })
    const other = await two.call(routes.createMyApiKey, { body: { name: 'Two', scopes: ['revocations:read'] } })
    const readers = [await follow({ 'x-api-key': made.body.key }), await follow({ 'x-api-key': other.body.key }), await follow()]
    await one.call(routes.revokeMyApiKey, { params: { id: made.body.id } })
    await api.owner.call(routes.updateUser, { params: { id: two.userId }, body: { roles: ['auditor'] } })
    // It is looked every few seconds; and whenever something is revoked.
    await revoke(one)
    await expect.poll(() => readers.map(({ over }) => over), { timeout: 2_000 }).toEqual([true, true, false])
  })

  it('is refused from the start: without the scope, and beyond so many streams of one session', async () => {
    const auditor = await api.person(['auditor'])
    const { body } = await auditor.call(routes.createMyApiKey, { body: { name: 'Other', scopes: ['sessions:read'] } })
    expect((await follow({ 'x-api-key': body.key })).status).toBe(403)
    for (let i = 0; i < mostStreams.session; i++) expect((await follow(bearer(auditor))).status).toBe(200)
    expect((await follow(bearer(auditor))).status).toBe(429)
    open.at(-2)?.close()
    await expect.poll(async () => (await follow(bearer(auditor))).status).toBe(200)
  })
})
