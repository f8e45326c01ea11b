import { type ApiKeyScope, type LoginResponse, routes } from '@tessera/contract'
import { createPerson, logIn } from '../http/people.js'
import { expect, test as base } from '../http/test.js'
import { sharedSystem } from '../system/system.js'
import { examplesRun, examplesThere, output, serve } from './example.js'

interface Keys {
  /** An API key of the owner's. */
  readonly key: (...scopes: ApiKeyScope[]) => Promise<string>
}

const test = base.extend<object, Keys>({
  key: [
    async ({ owner }, use) =>
      use(async (...scopes) => (await owner.call(routes.createMyApiKey, { body: { name: 'Example', scopes } })).key),
    { scope: 'worker' },
  ],
})
const tessera = () => ({ TESSERA_URL: sharedSystem().apiUrl })
const shown = ({ access_token }: LoginResponse) => ({ headers: { authorization: `Bearer ${access_token}` } })

test('no example is left out', () => {
  expect(examplesThere.filter((name) => !examplesRun.includes(name))).toEqual([])
})

for (const example of ['fastify-server', 'nest-server'] as const) {
  test(`${example} serves whoever is signed in, and nobody whose session was ended`, async ({ api, owner, key }) => {
    const server = await serve(example, { ...tessera(), TESSERA_API_KEY: await key('revocations:read') })
    try {
      const person = await createPerson(owner)
      const login = await logIn(api, person)
      const ask = async () => fetch(`${server.url}/orders`, shown(login))
      const answer = await ask()
      expect([answer.status, await answer.json()]).toEqual([200, { orders: [{ id: 'o-1', of: person.id, company: 1 }] }])
      expect((await fetch(`${server.url}/orders`)).headers.get('www-authenticate')).toMatch(/^Bearer/)

      await owner.call(routes.revokeSession, { params: { id: login.session_id }, body: {} })
      await expect.poll(async () => (await ask()).status).toBe(401)
    } finally {
      await server.stop()
    }
  })
}

test('browser-app signs in, loads what a service of the team has, and says why a session is over', async ({ page, owner, key }) => {
  const orders = await serve('fastify-server', { ...tessera(), TESSERA_API_KEY: await key('revocations:read') })
  const app = await serve('browser-app', { VITE_TESSERA_URL: sharedSystem().apiUrl, ORDERS_URL: orders.url })
  try {
    const person = await createPerson(owner)
    await page.goto(app.url)
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('status')).toHaveText(/password/)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('status')).toHaveText(`Signed in as ${person.email}`)
    await page.getByRole('button', { name: 'Load orders' }).click()
    await expect(page.locator('pre')).toContainText(person.id)

    const { items } = await owner.call(routes.listSessions, { query: { user_id: person.id } })
    for (const { id } of items) await owner.call(routes.revokeSession, { params: { id }, body: {} })
    // Until the service hears of it, it serves on.
    await expect(async () => {
      await page.getByRole('button', { name: 'Load orders' }).click()
      await expect(page.getByRole('status')).toHaveText('Signed out: revoked_by_admin', { timeout: 500 })
    }).toPass()
  } finally {
    await app.stop()
    await orders.stop()
  }
})

test('next-app renders a page for whoever is signed in, and leads the others to sign in', async ({ page, owner }) => {
  const app = await serve('next-app', tessera())
  try {
    const person = await createPerson(owner)
    await page.goto(`${app.url}/?tab=2`)
    await expect(page).toHaveURL(/\/sign-in\?next=%2F%3Ftab%3D2$/)
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('That did not work: invalid_credentials.')).toBeVisible()
    await expect(page).toHaveURL(/&next=%2F%3Ftab%3D2$/)
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { name: `Signed in as ${person.email}` })).toBeVisible()
    await expect(page).toHaveURL(`${app.url}/?tab=2`)
    await page.reload()
    await expect(page.getByRole('heading', { name: `Signed in as ${person.email}` })).toBeVisible()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(/\/sign-in$/)
    const { items } = await owner.call(routes.listSessions, { query: { user_id: person.id } })
    expect(items.map(({ end }) => end?.reason)).toEqual(['logout'])
  } finally {
    await app.stop()
  }
})

test('node-script shows what the contract says', async () => {
  const { code, said } = await output('wire', [], {})
  expect([code, said.split('\n')[0]]).toEqual([0, 'POST /v1/sessions ada@example.com'])
  expect(said).toMatch(/^\d+ addresses$/m)
})

test('node-script signs somebody out everywhere, and says what it may not do', async ({ api, owner, key }) => {
  const person = await createPerson(owner)
  const logins = [await logIn(api, person), await logIn(api, person)]
  const sees = { ...tessera(), TESSERA_API_KEY: await key('sessions:read') }
  expect(await output('node-script', [person.email], sees)).toMatchObject({ code: 1 })
  const ends = { ...tessera(), TESSERA_API_KEY: await key('sessions:read', 'sessions:revoke') }
  const { code, said } = await output('node-script', [person.email.toUpperCase(), 'stolen laptop'], ends)
  expect([code, said.trimEnd().split('\n').at(-1)]).toEqual([0, '2 sessions ended'])
  for (const { session_id } of logins) {
    const session = await owner.call(routes.readSession, { params: { id: session_id } })
    expect(session.events.map(({ note }) => note)).toContain('stolen laptop')
  }
})
