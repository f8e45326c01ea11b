import { routes } from '@tessera/contract'
import { Api } from '../http/api.js'
import { createPerson, logIn } from '../http/people.js'
import { startSystem } from '../system/system.js'
import { expect, onOlderPage, signedIn, signIn, test, told } from './test.js'

test('two administrators see the same revocation, and the other one stops it', async ({ page, browser, api, owner }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  const grace = await signedIn(page, owner)
  const asGrace = api.as(await logIn(api, grace))
  const { id } = await asGrace.call(routes.createRevocation, { body: { filter: { user_id: ada.id }, starts_in: 60 } })
  const context = await browser.newContext()
  const other = await context.newPage()
  const linus = await signedIn(other, owner)
  for (const each of [page, other]) await each.goto(`/revocations/${id}`)
  await other.getByRole('button', { name: 'Stop' }).click()
  for (const each of [page, other]) {
    await expect(each.getByRole('heading', { name: 'Nothing was ended: 1 session spared.' })).toBeVisible()
    await expect(each.getByText(linus.email).last()).toBeVisible()
  }
  await context.close()
})

test('a role that is taken away in the middle: what is known is said, and nothing more is done', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const session = await logIn(api, ada)
  const grace = await signedIn(page, owner)
  await page.goto(`/revocations/new?user_id=${ada.id}`)
  await page.getByRole('button', { name: 'Revoke 1 session' }).click()
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
  await owner.call(routes.updateUser, { params: { id: grace.id }, body: { roles: [] } })
  const said = page.getByRole('alert').filter({ hasText: 'Your role does not allow this. When it was last seen, nothing had ended.' })
  await expect(said).toBeVisible()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'It was not stopped.' })).toBeVisible()
  await expect.poll(async () => (await owner.call(routes.readRevocation, { params: { id } })).state, { timeout: 20_000 }).toBe('stopped')
  await api.call(routes.refresh, { body: { refresh_token: session.refresh_token } })
})

test('while the API is away a revocation says what it knows, and a Stop is asked for until it is heard', async ({ browser }) => {
  test.slow()
  const system = await startSystem()
  const context = await browser.newContext({ baseURL: system.consoleUrl })
  try {
    const page = await context.newPage()
    await page.goto('/sign-in?next=%2Fsessions')
    await signIn(page, system.owner)
    await page.waitForURL(({ pathname }) => pathname === '/sessions')
    const api = new Api(system.apiUrl)
    const owner = api.as(await logIn(api, system.owner))
    const ada = await createPerson(owner)
    const session = await logIn(api, ada)
    const { id } = await owner.call(routes.createRevocation, { body: { filter: { user_id: ada.id }, starts_in: 60 } })
    await page.goto(`/revocations/${id}`)
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
    await system.stopDatabase()
    await expect(page.getByText('When it was last seen, nothing had ended.')).toBeVisible()
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(page.getByText('it is asked again until it says so', { exact: false })).toBeVisible()
    await system.startDatabase()
    await expect(page.getByRole('heading', { name: 'Nothing was ended: 1 session spared.' })).toBeVisible({ timeout: 30_000 })
    await api.call(routes.refresh, { body: { refresh_token: session.refresh_token } })

    // The console itself may be slow, or not there: the page goes on as soon as it is.
    const next = await owner.call(routes.createRevocation, { body: { filter: { user_id: ada.id }, starts_in: 0 } })
    await page.route('**/progress', (route) => route.abort())
    await page.goto(`/revocations/${next.id}`)
    await page.unroute('**/progress')
    await expect(page.getByRole('heading', { name: '1 session ended.' })).toBeVisible({ timeout: 20_000 })
  } finally {
    await context.close()
    await system.stop()
  }
})

test('a deed that fails after its dialog was closed is told nevertheless, with what is not known', async ({ page, owner, api }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  const { id } = (await owner.call(routes.listSessions, { query: { user_id: ada.id } })).items[0]!
  await signedIn(page, owner)
  for (const [place, deed] of [
    [`/sessions/${id}`, 'Revoke session'],
    [`/users/${ada.id}`, 'Disable user'],
  ] as const) {
    await page.goto(place)
    await page.getByRole('button', { name: deed }).click()
    let close = (): void => undefined
    const closed = new Promise<void>((done) => (close = done))
    await page.route(
      (url) => url.pathname === place,
      async (route) => {
        if (route.request().method() !== 'POST') return route.continue()
        await closed
        await route.abort()
      },
    )
    const dialog = page.getByRole('dialog', { name: /this (session|user)/ })
    await dialog.getByRole('button', { name: deed }).click()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    close()
    await expect(told(page, `“${deed}” is not confirmed`)).toBeVisible()
    await expect(page.getByText('It is not known whether it was done').first()).toBeVisible()
  }
  expect(await owner.call(routes.readUser, { params: { id: ada.id } })).toMatchObject({ state: 'active' })
})

test('a Stop on a page that is older than the console says that it stopped nothing', async ({ page, owner, api }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  const { id } = await owner.call(routes.createRevocation, { body: { filter: { user_id: ada.id }, starts_in: 60 } })
  await signedIn(page, owner)
  await page.goto(`/revocations/${id}`)
  await onOlderPage(page)
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The page is older than the console. It was not stopped' })).toBeVisible()
  await page.unrouteAll()
  await page.reload()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing was ended: 1 session spared.' })).toBeVisible()
})

test('what was done is told, though the part that tells cannot be fetched', async ({ page, owner, api, complaints }) => {
  const { session_id } = await logIn(api, await createPerson(owner))
  await signedIn(page, owner)
  await page.goto(`/sessions/${session_id}`)
  await page.getByRole('button', { name: 'Revoke session' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Reason')).toBeFocused()
  await page.route('**/_next/static/chunks/**', (route) => route.fulfill({ status: 404 }))
  await dialog.getByRole('button', { name: 'Revoke session' }).click()
  await expect(told(page, 'Session revoked')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(told(page, 'Session revoked')).toHaveCount(0)

  // Under its name a newer console has nothing: only the page of the newer one can go on.
  await page.getByRole('button', { name: 'Theme' }).click()
  await expect(page.getByRole('heading', { name: 'A part of the console did not come' })).toBeVisible()
  // React says it as well: the one complaint that is wanted.
  expect(complaints.splice(0).join()).toContain('ChunkLoadError')
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Load the page again' }).click()
  await page.getByRole('button', { name: 'Theme' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
})
