import { routes, type TokenResponse } from '@tessera/contract'
import { type OwnApi, startApi } from '../system/system.js'
import { Api } from './api.js'
import { createPerson, logIn, refresh } from './people.js'
import { expect, test } from './test.js'

/** A system whose database is taken away. One process, so that one system serves all. */
test.describe.configure({ mode: 'default' })

/** A client's patience. */
const patience = 10_000
let system: OwnApi
let api: Api
let owner: Api

test.beforeAll(async () => {
  system = await startApi()
  api = new Api(system.apiUrl)
  owner = api.as(await logIn(api, system.owner))
})
test.afterAll(() => system.stop())

test('without its database nothing is refused and nothing is lost: 503, and the same token works afterwards', async () => {
  const ada = await createPerson(owner)
  const login = await logIn(api, ada)
  await system.stopDatabase()
  const calls = {
    refresh: () => api.refused(routes.refresh, { body: { refresh_token: login.refresh_token } }),
    logOut: () => api.refused(routes.logOut, { body: { refresh_token: login.refresh_token } }),
    logIn: () => api.refused(routes.logIn, { body: { email: ada.email, password: ada.password } }),
    me: () => api.as(login).refused(routes.me),
    listSessions: () => owner.refused(routes.listSessions),
    ready: () => api.refused(routes.ready),
  }
  const begun = Date.now()
  // At once, and more than the pool holds: whoever waits for a connection is answered in time, too.
  const refusals = Array.from({ length: 5 }, () => Object.entries(calls)).flat()
  for (const { name, code, status } of await Promise.all(refusals.map(async ([name, call]) => ({ name, ...(await call()) })))) {
    expect([name, status, code]).toEqual([name, 503, 'unavailable'])
  }
  expect(Date.now() - begun).toBeLessThan(patience)
  // What needs no database is answered as ever; so is a forgery under our own prefix, which never comes that far.
  await api.call(routes.live)
  await api.call(routes.jwks)
  expect((await api.refused(routes.refresh, { body: { refresh_token: 'tessera_rt_forged' } })).code).toBe('invalid_refresh_token')

  await system.startDatabase()
  await expect.poll(async () => (await api.send(routes.ready)).status).toBe(200)
  await refresh(api, login)
})

test('the database is killed in the middle of refreshes, and every client goes on', async () => {
  const ada = await createPerson(owner)
  const clients = await Promise.all(Array.from({ length: 12 }, async () => new KeepingClient(api, await logIn(api, ada))))
  let stopped = false
  const going = clients.map((client) => client.refreshUntil(() => stopped))
  try {
    await expect.poll(() => clients.every(({ refreshed }) => refreshed >= 3), { intervals: [20] }).toBe(true)
    await system.killDatabase()
    await expect.poll(() => clients.every(({ troubled }) => troubled > 0), { intervals: [20], timeout: 20_000 }).toBe(true)
    await system.startDatabase()
    const before = clients.map(({ refreshed }) => refreshed)
    await expect
      .poll(() => clients.every(({ refreshed }, i) => refreshed >= (before[i] ?? 0) + 3), { intervals: [20], timeout: 20_000 })
      .toBe(true)
  } finally {
    stopped = true
  }
  await Promise.all(going)
  expect(clients.flatMap(({ refusals }) => refusals)).toEqual([])
  owner = api.as(await logIn(api, system.owner))
  const { items } = await owner.call(routes.listSessions, { query: { user_id: ada.id } })
  expect(items.map(({ state }) => state)).toEqual(Array(12).fill('active'))
})

/** A client that does what the API's description asks: it keeps its token on every error but the word that the session is over. */
class KeepingClient {
  refreshed = 0
  troubled = 0
  readonly refusals: string[] = []

  constructor(
    private readonly api: Api,
    private tokens: TokenResponse,
  ) {}

  async refreshUntil(stopped: () => boolean): Promise<void> {
    while (!stopped() && this.refusals.length === 0) {
      const { status, body } = await this.api.send(routes.refresh, { body: JSON.stringify({ refresh_token: this.tokens.refresh_token }) })
      if (status === 200) {
        this.tokens = body as TokenResponse
        this.refreshed++
      } else if (status === 503) this.troubled++
      else this.refusals.push(JSON.stringify(body))
    }
  }
}
