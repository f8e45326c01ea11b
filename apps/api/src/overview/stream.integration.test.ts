import { type Change, routes } from '@tessera/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { testConfiguration } from '../testing/configuration.js'
import { type Person, startApi, type TestApi } from '../testing/api.js'
import { streamsPerSession } from './follow.js'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const away: AbortController[] = []
afterEach(() => {
  for (const each of away.splice(0)) each.abort()
})

/** A stream that is being read: what it has told so far, and whether it is over. */
async function follow({ accessToken }: Person, url = api.url) {
  const leave = new AbortController()
  away.push(leave)
  const headers = { authorization: `Bearer ${accessToken}` }
  const response = await fetch(`${url}/v1/admin/stream`, { headers, signal: leave.signal })
  const heard = { status: response.status, type: response.headers.get('content-type'), text: '', over: false, changes: [] as Change[] }
  const read = async () => {
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      heard.text += piece
      heard.changes = [...heard.text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!) as Change)
    }
    heard.over = true
  }
  void read().catch(() => (heard.over = true))
  return heard
}

const kindsOf = ({ changes }: { changes: readonly Change[] }) => changes.map(({ kind }) => kind)

describe('the stream of changes', () => {
  it('tells what is written to the log, within a second of its commit', async () => {
    const auditor = await api.person(['auditor'])
    const heard = await follow(auditor)
    expect([heard.status, heard.type]).toEqual([200, 'text/event-stream; charset=utf-8'])
    const somebody = await api.person()
    await expect.poll(() => kindsOf(heard), { timeout: 1_500, interval: 20 }).toEqual(['user_created', 'session_started'])
    expect(heard.text).toMatch(/^retry: 2000\n\nevent: change\nid: \d+\ndata: \{/)
    expect(heard.changes[1]).toMatchObject({ user_id: somebody.userId, session_id: somebody.sessionId, company_id: 1, reason: null })
    await somebody.call(routes.logOut, { body: { refresh_token: somebody.refreshToken } })
    await expect.poll(() => heard.changes.at(-1)).toMatchObject({ kind: 'session_ended', reason: 'logout', by: somebody.userId })
  })

  it('tells what is committed late, behind what was told already', async () => {
    const heard = await follow(api.owner)
    const connection = await api.database.pool.connect()
    try {
      await connection.query('BEGIN')
      await connection.query(`INSERT INTO events (at, kind) VALUES (clock_timestamp(), 'company_created')`)
      await api.database.pool.query(`INSERT INTO events (at, kind) VALUES (clock_timestamp(), 'client_created')`)
      await expect.poll(() => kindsOf(heard)).toEqual(['client_created'])
      await connection.query('COMMIT')
    } finally {
      connection.release()
    }
    await expect.poll(() => kindsOf(heard)).toEqual(['client_created', 'company_created'])
  })

  it('tells whoever is bound to a company of that one alone', async () => {
    const { body: company } = await api.owner.call(routes.createCompany, { body: { name: 'Elsewhere' } })
    const [here, there] = [await api.person(['admin']), await api.person(['admin'], company.id)]
    const [heardHere, heardThere] = [await follow(here), await follow(there)]
    const one = await api.person([], company.id)
    await api.owner.call(routes.createClient, { body: { name: 'A client', confidential: false } })
    const other = await api.person()
    await expect.poll(() => heardHere.changes.map(({ user_id }) => user_id)).toEqual([other.userId, other.userId])
    expect(heardThere.changes.map(({ user_id }) => user_id)).toEqual([one.userId, one.userId])
  })

  it('ends when the session ends, however that came', async () => {
    const [one, two, three] = [await api.person(['support']), await api.person(['support']), await api.person(['support'])]
    const heard = [await follow(one), await follow(two), await follow(three)]
    await api.owner.call(routes.revokeSession, { params: { id: one.sessionId }, body: {} })
    await expect.poll(() => heard.map(({ over }) => over)).toEqual([true, false, false])
    await api.owner.call(routes.updateUser, { params: { id: two.userId }, body: { disabled: true } })
    await expect.poll(() => heard.map(({ over }) => over)).toEqual([true, true, false])
    await api.owner.call(routes.updateUser, { params: { id: three.userId }, body: { roles: [] } })
    await expect.poll(() => heard.map(({ over }) => over)).toEqual([true, true, true])
  })

  it('is for a few of each session, and a place becomes free when one ends', async () => {
    const auditor = await api.person(['auditor'])
    for (let i = 0; i < streamsPerSession; i += 1) expect((await follow(auditor)).status).toBe(200)
    expect((await follow(auditor)).status).toBe(429)
    away[0]?.abort()
    await expect.poll(async () => (await follow(auditor)).status).toBe(200)
  })

  it('is for those who have a role', async () => {
    expect((await follow(await api.person())).status).toBe(403)
  })
})

it('ends with the access token, and at once when the server closes', async () => {
  const shortLived = await startApi({ policy: { ...testConfiguration().policy, accessTokenLifetime: 4, retryWindow: 1 } })
  try {
    const heard = await follow(await shortLived.person(['auditor']), shortLived.url)
    expect([heard.status, heard.over]).toEqual([200, false])
    await expect.poll(() => heard.over, { timeout: 5_000 }).toBe(true)
    const { body } = await shortLived.as({})(routes.refresh, { body: { refresh_token: shortLived.owner.refreshToken } })
    const again = await follow({ ...shortLived.owner, accessToken: body.access_token }, shortLived.url)
    expect([again.status, again.over]).toEqual([200, false])
    const began = performance.now()
    await shortLived.drain()
    await expect.poll(() => again.over).toBe(true)
    expect(performance.now() - began).toBeLessThan(3_000)
  } finally {
    await shortLived.close()
  }
})
