import { routes, type TokenResponse } from '@tessera/contract'
import { type OwnApi, startApi } from '../system/system.js'
import { Api } from './api.js'
import { createPerson, logIn, refresh } from './people.js'
import { canRun, run, sample, serveSite, type Site, standIn } from './samples.js'
import { expect, test } from './test.js'

/**
 * The documents' own samples, as they are printed. Some keep presenting one token and some adopt the new one; a short retry window lets both
 * go on past it. One process, so that one system serves all.
 */
test.describe.configure({ mode: 'default' })

let system: OwnApi
let api: Api
let owner: Api

test.beforeAll(async () => {
  // Longer than a program takes to begin on a busy machine, or it would branch at each call.
  system = await startApi({ RETRY_WINDOW: '4' })
  api = new Api(system.apiUrl)
  owner = api.as(await logIn(api, system.owner))
})
test.afterAll(() => system.stop())

test.describe('the curl samples', () => {
  test.skip(!canRun('bash', '-c', 'curl --version'), 'this machine has no bash, or no curl')

  test('Freddy’s refreshes, again and again with the token that it was given first', async () => {
    const login = await logIn(api, await createPerson(owner))
    const curl = async () => JSON.parse(await run('bash', sample('freddy/fixtures/sample.sh.txt', api.url, login.refresh_token)))
    for (let i = 0; i < 2; i++) expect(await curl()).toMatchObject({ token: expect.any(String), device_id: login.session_id })
    await expect.poll(async () => branchesAfter(curl, login), { intervals: [100] }).toBe(1)
    await api.as({ access_token: (await curl()).token }).call(routes.me)
    await end(login)
    expect(await curl()).toEqual({ detail: 'Invalid refresh token' })
  })

  test('GenLogs’ refreshes, again and again with the token that it was given first', async () => {
    const login = await logIn(api, await createPerson(owner))
    const { key } = await owner.call(routes.createMyApiKey, { body: { name: 'sample', scopes: ['tokens'] } })
    const curl = async () => JSON.parse(await run('bash', sample('genlogs/fixtures/sample.sh.txt', api.url, login.refresh_token, key)))
    for (let i = 0; i < 2; i++) expect(await curl()).toMatchObject({ user_id: login.user.id, company_id: 1 })
    await expect.poll(async () => branchesAfter(curl, login), { intervals: [100] }).toBe(1)
    await api.as({ access_token: (await curl()).access_token_data.token }).call(routes.me)
    await end(login)
    expect(await curl()).toEqual({ detail: 'Invalid API key or refresh token' })
  })
})

const pythons = [
  ['with requests', {}, canRun('python3', '-c', 'import requests')],
  ['with a stand-in for requests', { PYTHONPATH: standIn }, canRun('python3', '--version')],
] as const
for (const [how, environment, possible] of pythons) {
  test(`the Python sample, ${how}, refreshes again and again with the token that it was given first`, async () => {
    test.skip(!possible, 'this machine has no python3, or no requests for it')
    const login = await logIn(api, await createPerson(owner))
    const python = () => run('python3', sample('freddy/fixtures/sample.py.txt', api.url, login.refresh_token), environment)
    const success = /^Token refreshed successfully!\r?\nNew access token: eyJ[\w.-]{47}\.\.\.\r?\n$/
    for (let i = 0; i < 2; i++) expect(await python()).toMatch(success)
    await expect.poll(async () => branchesAfter(python, login), { intervals: [100] }).toBe(1)
    expect(await python()).toMatch(success)
    await end(login)
    expect(await python()).toMatch(/^Token refresh failed\r?\n$/)
  })
}

test.describe('the JavaScript sample, on a page of another origin,', () => {
  let site: Site
  test.beforeAll(async () => {
    site = await serveSite(sample('freddy/fixtures/sample.js.txt', api.url))
    expect(new URL(site.url).origin).not.toBe(new URL(api.url).origin)
  })
  test.afterAll(() => site.stop())

  test('stores both new tokens, and goes on with them', async ({ page }) => {
    const login = await logIn(api, await createPerson(owner))
    const preflights: string[] = []
    const network = await page.context().newCDPSession(page)
    await network.send('Network.enable')
    network.on('Network.requestWillBeSent', ({ request }) => request.method === 'OPTIONS' && preflights.push(request.url))

    await page.goto(`${site.url}/login`)
    const store = () => page.evaluate(() => ({ ...localStorage }))
    await page.evaluate((token) => localStorage.setItem('refreshToken', token), login.refresh_token)
    const seen = [login.refresh_token]
    for (let visit = 1; visit <= 3; visit++) {
      const said = page.waitForEvent('console')
      await page.goto(site.url)
      expect((await said).text()).toBe('Token refreshed successfully!')
      await expect.poll(async () => (await store())['refreshToken']).not.toBe(seen.at(-1))
      const { accessToken = '', refreshToken = '' } = await store()
      seen.push(refreshToken)
      expect((await api.as({ access_token: accessToken }).call(routes.me)).id).toBe(login.user.id)
      expect(await detailOf(login)).toMatchObject({ state: 'active', refresh_count: visit, issued_branch: 0 })
    }
    expect(preflights[0]).toBe(`${api.url}/v1/auth/refresh`)
    await refresh(api, { refresh_token: seen.at(-1) ?? '' })
  })

  test('sends its user to the login when the session is over, and keeps what it had', async ({ page }) => {
    const login = await logIn(api, await createPerson(owner))
    await end(login)
    await page.goto(`${site.url}/login`)
    await page.evaluate((token) => localStorage.setItem('refreshToken', token), login.refresh_token)
    const said = page.waitForEvent('console', (message) => message.text() === 'Token refresh failed')
    await page.goto(site.url)
    await said
    await page.waitForURL(`${site.url}/login`)
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({ refreshToken: login.refresh_token })
  })
})

/** How often the session's line has branched, once the call was made: a first branch shows that the retry window is over. */
async function branchesAfter(call: () => Promise<unknown>, login: TokenResponse): Promise<number> {
  await call()
  const { state, issued_branch } = await detailOf(login)
  expect(state).toBe('active')
  return issued_branch
}

function detailOf({ session_id }: TokenResponse) {
  return owner.call(routes.readSession, { params: { id: session_id } })
}

async function end({ session_id }: TokenResponse): Promise<void> {
  await owner.call(routes.revokeSession, { params: { id: session_id } })
}
