import { routes } from '@tessera/contract'
import { createPerson, logIn, uniqueName } from '../http/people.js'
import { expect, rowOf, search, signedIn, test } from './test.js'

const live = { name: 'Live', exact: true } as const

test('what another administrator ends shows at once, where it stands', async ({ page, browser, api, owner }) => {
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions?state=active&q=${encodeURIComponent(ada.email)}`)
  await expect(rowOf(page, ada)).toHaveCount(2)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()

  const context = await browser.newContext()
  const other = await context.newPage()
  await signedIn(other, owner)
  await other.goto(`/sessions/${session_id}`)
  await other.getByRole('button', { name: 'Revoke session' }).click()
  await other.getByRole('dialog').getByRole('button', { name: 'Revoke session' }).click()
  await expect(rowOf(page, ada).nth(1)).toContainText('Ended')
  await expect(rowOf(page, ada).nth(0)).toContainText('Active')
  await expect(rowOf(page, ada).nth(1).getByRole('checkbox')).toHaveCount(0)
  await expect(page.getByText('One session of this list has ended.')).toBeAttached()

  // One write that says nothing of single sessions: the rows that are shown are asked for again.
  await owner.call(routes.createRevocation, { body: { everything: { scope: 'user', id: ada.id }, starts_in: 0 } })
  await expect(rowOf(page, ada).nth(0)).toContainText('Ended')
  await context.close()
})

test('new sessions gather under a pill that the reader opens; no row moves before, and those of other searches do not count', async ({
  page,
  api,
  owner,
}) => {
  const device = uniqueName('tablet')
  const ada = await createPerson(owner)
  await signedIn(page, owner)
  await page.goto(`/sessions?device=${device}`)
  await expect(page.getByRole('heading', { name: 'No session matches' })).toBeVisible()
  await expect(page.getByText(live.name, { exact: true })).toBeVisible()
  await logIn(api, ada, { device_name: device })
  await page.getByRole('button', { name: '1 new session, show' }).click()
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(rowOf(page, ada).getByRole('link')).toBeFocused()

  await logIn(api, ada)
  await logIn(api, ada, { device_name: device })
  await logIn(api, ada, { device_name: device })
  await expect(page.getByRole('button', { name: '2 new sessions, show' })).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: '2 new sessions, show' }).press('Enter')
  await expect(page.getByRole('row')).toHaveCount(4)
  await expect(page.getByRole('button', { name: /new session/ })).toHaveCount(0)
})

test('a session that was shown and has ended is not new', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  const { session_id } = await logIn(api, ada)
  await signedIn(page, owner)
  // What is shown is compared with what the list has now as soon as the stream is open.
  const compared = page.waitForResponse((answer) => answer.url().includes('started_after') && answer.url().includes('/sessions/rows'))
  await page.goto(`/sessions?state=active&q=${encodeURIComponent(ada.email)}`)
  await compared
  const newest = rowOf(page, ada).first()
  await expect(newest.getByRole('link')).toHaveAttribute('href', `/sessions/${session_id}`)
  await newest.hover()
  await newest.getByRole('button', { name: `Revoke session of ${ada.email}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke session' }).click()
  await expect(rowOf(page, ada)).toHaveCount(1)
  await expect(page.getByRole('button', { name: /new session/ })).toHaveCount(0)
})

test('a selected session that ends is selected no more', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}`)
  await expect(page.getByText(live.name, { exact: true })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Select the page' }).check()
  await expect(page.getByText('2 sessions selected')).toBeVisible()
  await owner.call(routes.revokeSession, { params: { id: session_id }, body: {} })
  await expect(page.getByText('1 session selected')).toBeVisible()
  await owner.call(routes.createRevocation, { body: { everything: { scope: 'user', id: ada.id }, starts_in: 0 } })
  await expect(page.getByText(/sessions? selected/)).toHaveCount(0)
})

test('a session that is open beside the list, or as a page, says that it ended when its row does', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  const { session_id: second } = await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}`)
  await expect(page.getByText(live.name, { exact: true })).toBeVisible()
  await rowOf(page, ada).nth(1).getByRole('link').click()
  const panel = page.getByRole('dialog', { name: 'Session', exact: true })
  await expect(panel.getByRole('button', { name: 'Revoke session' })).toBeVisible()
  await owner.call(routes.revokeSession, { params: { id: session_id }, body: {} })
  await expect(panel.getByRole('button', { name: 'Revoke session' })).toHaveCount(0)
  await expect(panel).toContainText('Ended')

  await page.goto(`/sessions/${second}`)
  await expect(page.getByRole('button', { name: 'Revoke session' })).toBeVisible()
  await owner.call(routes.createRevocation, { body: { everything: { scope: 'user', id: ada.id }, starts_in: 0 } })
  await expect(page.getByRole('button', { name: 'Revoke session' })).toHaveCount(0)
})

for (const place of ['list', 'page'] as const) {
  test(`what happened while the ${place} was on its way is seen when its stream opens`, async ({ page, api, owner }) => {
    const ada = await createPerson(owner)
    const { session_id } = await logIn(api, ada)
    await signedIn(page, owner)
    let open!: () => void
    const happened = new Promise<void>((done) => (open = done))
    await page.route('**/stream', async (route) => {
      await happened
      await route.continue()
    })
    await page.goto(place === 'list' ? `/sessions?q=${encodeURIComponent(ada.email)}` : `/sessions/${session_id}`)
    await expect(page.getByText('Active', { exact: true }).first()).toBeVisible()
    await owner.call(routes.revokeSession, { params: { id: session_id }, body: {} })
    open()
    if (place === 'list') await expect(rowOf(page, ada)).toContainText('Ended')
    else await expect(page.getByRole('button', { name: 'Revoke session' })).toHaveCount(0)
  })
}

test('says when it is paused, and catches up by itself with what it missed', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  await signedIn(page, owner)
  await page.route('**/stream', (route) => route.fulfill({ status: 503 }))
  await page.goto('/sessions')
  await search(page, ada.email)
  await expect(page.getByText('Live paused')).toBeVisible()
  await owner.call(routes.revokeSession, { params: { id: session_id }, body: {} })
  await expect(rowOf(page, ada)).toContainText('Active')
  await page.unroute('**/stream')
  await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(rowOf(page, ada)).toContainText('Ended')
})

test('says that it is paused while the browser is offline, and is live again with it', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.goto('/sessions')
  await expect(page.getByText(live.name, { exact: true })).toBeVisible()
  await page.context().setOffline(true)
  await expect(page.getByText('Live paused')).toBeVisible({ timeout: 10_000 })
  await page.context().setOffline(false)
  await expect(page.getByText(live.name, { exact: true })).toBeVisible()
})

test('whoever signs out in another tab is led to sign in, and back to their list', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.goto('/sessions?state=active')
  await expect(page.getByText(live.name, { exact: true })).toBeVisible()
  const other = await page.context().newPage()
  await other.goto('/account')
  await other.getByRole('button', { name: /^Account / }).click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await other.waitForURL(/\/sign-in/)
  await page.bringToFront()
  await page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.get('next') === '/sessions?state=active')
})

test('a phone shows that it is paused, within its width', async ({ page, owner }) => {
  await page.setViewportSize({ width: 360, height: 640 })
  await signedIn(page, owner)
  await page.route('**/stream', (route) => route.fulfill({ status: 503 }))
  await page.goto('/sessions')
  await expect(page.getByText('Paused', { exact: true })).toBeInViewport({ ratio: 1 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
})

test('the stream and the exports are for our own pages alone', async ({ page, owner }) => {
  await signedIn(page, owner)
  for (const path of ['/stream', '/sessions/export?format=csv', '/sessions/rows']) {
    const { status } = await page.request
      .get(path, { headers: { 'sec-fetch-site': 'cross-site' } })
      .then((answer) => ({ status: answer.status() }))
    expect(status, path).toBe(403)
  }
})

test('rows that are asked for in a way that cannot be read are refused as such', async ({ page, owner }) => {
  await signedIn(page, owner)
  expect((await page.request.get('/sessions/rows?limit=some')).status()).toBe(400)
})

test('the stream is refused to whoever is signed in no more, instead of being led to a page', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.context().clearCookies()
  const answer = await page.request.get('/stream', { headers: { accept: 'text/event-stream' }, maxRedirects: 0 })
  expect([answer.status(), await answer.text()]).toEqual([401, ''])
})
