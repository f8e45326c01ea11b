import { type OwnApi, startApi } from '../system/system.js'
import { Api } from './api.js'
import { ask, basic, createConfidentialClient, errorIn, logInAt } from './oauth-calls.js'
import { createPerson, logIn } from './people.js'
import { expect, test } from './test.js'

let system: OwnApi
test.beforeAll(async () => {
  system = await startApi()
})
test.afterAll(() => system.stop())

test('without its database no OAuth endpoint blames a token or a client, and the same token works afterwards', async () => {
  const api = new Api(system.apiUrl)
  const owner = api.as(await logIn(api, system.owner))
  const shop = await createConfidentialClient(owner, { grants: ['refresh_token', 'client_credentials'] })
  const { refresh_token, access_token } = await logInAt(api, shop, await createPerson(owner))
  const refresh = { grant_type: 'refresh_token', refresh_token }
  await system.stopDatabase()

  const asked = [
    ask(api, '/oauth/token', refresh, basic(shop)),
    ask(api, '/oauth/token', { ...refresh, refresh_token: 'garbage' }, basic(shop)),
    ask(api, '/oauth/token', { grant_type: 'client_credentials' }, basic(shop)),
    ask(api, '/oauth/revoke', { token: access_token }, basic(shop)),
    ask(api, '/oauth/introspect', { token: access_token }, basic(shop)),
    ask(api, '/oauth/introspect', { token: access_token }, { 'x-api-key': `tessera_ak_${'A'.repeat(10)}_${'A'.repeat(43)}` }),
  ]
  for (const answer of await Promise.all(asked)) {
    expect(errorIn(answer, [refresh_token, access_token])).toEqual([503, 'temporarily_unavailable'])
    expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
  }
  // What needs no database is answered as ever.
  expect(errorIn(await ask(api, '/oauth/token', { grant_type: 'password' }, basic(shop)))).toEqual([400, 'unsupported_grant_type'])
  expect((await fetch(`${api.url}/.well-known/oauth-authorization-server`)).status).toBe(200)

  await system.startDatabase()
  await expect.poll(async () => (await ask(api, '/oauth/token', refresh, basic(shop))).status).toBe(200)
})
