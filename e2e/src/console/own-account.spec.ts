import { routes } from '@tessera/contract'
import { createPerson, logIn, uniqueName } from '../http/people.js'
import { expect, onOlderPage, signedIn, signIn, test, told } from './test.js'

const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

test('people see where they are signed in, end one of those sessions, and then all others', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const lost = await logIn(api.with({ 'user-agent': phone }), ada, { device_name: 'Ada’s phone' })
  for (let other = 0; other < 2; other++) await logIn(api, ada)
  await signIn(page, ada)
  await page.getByRole('link', { name: 'Sessions' }).click()
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  await expect(sessions).toHaveCount(4)
  await expect(sessions.filter({ hasText: 'This session' })).toHaveCount(1)
  await expect(sessions.filter({ hasText: 'Ada’s phone' })).toContainText('Safari 18 on iOS')

  await page.getByRole('button', { name: 'Sign out on Ada’s phone' }).click()
  await expect(page.getByText('The session is ended: that device is signed out.')).toBeFocused()
  await expect(sessions).toHaveCount(3)
  expect(await api.refused(routes.refresh, { body: { refresh_token: lost.refresh_token } })).toMatchObject({ reason: 'revoked_by_user' })

  // The second click of a double click falls on what has moved up, and ends nothing more.
  await sessions.filter({ hasNotText: 'This session' }).getByRole('button').first().dispatchEvent('click', { detail: 2 })
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(page.getByText('You are signed out everywhere else: 2 sessions ended.')).toBeFocused()
  await expect(sessions).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Sign out everywhere else' })).toHaveCount(0)

  await page.getByRole('button', { name: 'Sign out here' }).click()
  await expect(page.getByText('You are signed out.')).toBeVisible()
})

test('somebody signed out from their other browser is told so', async ({ page, browser, owner }) => {
  const ada = await createPerson(owner)
  const other = await browser.newContext()
  const elsewhere = await other.newPage()
  await signIn(elsewhere, ada)
  await elsewhere.waitForURL('**/account')
  await signIn(page, ada)
  await page.waitForURL('**/account')
  await page.goto('/account/sessions')
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(page.getByText('1 session ended.')).toBeVisible()
  await elsewhere.reload()
  await expect(elsewhere.getByText('You were signed out because you ended this session from another one of yours.')).toBeVisible()
  await other.close()
})

test('where a page is seen at four times its size, three notices are within reach', async ({ page, owner }) => {
  await page.setViewportSize({ width: 320, height: 256 })
  await signedIn(page, owner)
  await page.goto('/account')
  await page.route('**/account', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  const notices = page.getByRole('region', { name: /^Notifications/ }).getByRole('listitem')
  for (const number of [1, 2, 3]) {
    await page.getByRole('button', { name: 'Save name' }).click()
    await expect(notices).toHaveCount(number)
    await expect(notices.last()).toBeInViewport({ ratio: 1 })
  }
  for (const notice of await notices.all()) {
    await notice.scrollIntoViewIfNeeded()
    await expect(notice.getByRole('button', { name: 'Dismiss' })).toBeInViewport({ ratio: 1 })
  }
})

test('an API key is shown once, works, and works no more when it is revoked', async ({ page, api, owner }) => {
  const auditor = await signedIn(page, owner, ['auditor'])
  await page.goto('/sessions')
  await page.getByRole('button', { name: `Account ${auditor.email}` }).click()
  await page.getByRole('menuitem', { name: 'Your account' }).click()
  await page.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name: 'API keys' }).click()
  await expect(page.getByText('None yet.')).toBeVisible()

  const name = uniqueName('report')
  await page.getByRole('button', { name: 'Create API key' }).click()
  await expect(page.getByText('Choose at least one.')).toBeVisible()
  await expect(page.getByText('The name must not be empty.')).toBeVisible()
  await expect(page.getByLabel('Name')).toBeFocused()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Read sessions').check()
  await page.getByRole('button', { name: 'Create API key' }).click()
  await expect(page.getByRole('heading', { name: `Keep the key of ${name}` })).toBeFocused()
  const key = await page.getByText(/^tessera_ak_[\w-]{30,}$/).innerText()
  const program = api.with({ 'x-api-key': key })
  await program.call(routes.listSessions, { query: { limit: 1 } })

  await page.getByRole('button', { name: 'I have kept it' }).click()
  const entry = page.getByRole('list', { name: 'API keys' }).getByRole('listitem').filter({ hasText: name })
  await expect(entry).toContainText('Live')
  await page.reload()
  await expect(entry).toContainText('Live')
  expect(await page.content()).not.toContain(key)

  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke API key' }).click()
  await expect(page.getByText('The API key is revoked.')).toBeVisible()
  await expect(entry).toContainText('Revoked')
  expect(await program.refused(routes.listSessions, { query: { limit: 1 } })).toMatchObject({ code: 'invalid_api_key' })
})

test('a form that nobody heard keeps what was typed, and says so', async ({ page, owner, context }) => {
  await signedIn(page, owner)
  await page.goto('/account')
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('Ada Lovelace')
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(told(page, '“Save name” is not confirmed')).toBeVisible()
  await expect(page.getByText('It is not known whether it was done')).toBeVisible()
  await expect(name).toHaveValue('Ada Lovelace')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Dismiss' }).click()

  await onOlderPage(page)
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('The page is older than the console. Load it again: nothing was done.').first()).toBeVisible()
  await expect(name).toHaveValue('Ada Lovelace')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(told(page, '“Sign out” is not confirmed')).toBeVisible()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('Your name is saved.')).toBeVisible()
})

test('pages that need a session come back after signing in, the account’s too', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await page.goto('/account/sessions')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await signIn(page, ada)
  await expect(page).toHaveURL(/\/account\/sessions$/)
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('people sign in, and end a session', async ({ page, api, owner }) => {
    const ada = await createPerson(owner)
    await logIn(api, ada, { device_name: 'Old laptop' })
    await signIn(page, { email: ada.email, password: 'not the password' })
    await expect(page.getByText('E-mail or password is wrong. You were not signed in.')).toBeVisible()
    await expect(page.getByLabel('E-mail')).toHaveValue(ada.email)
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
    await page.getByLabel('Password', { exact: true }).fill(ada.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(/\/account$/)
    await page.getByRole('link', { name: 'Sessions' }).click()
    await page.getByRole('button', { name: 'Sign out on Old laptop' }).click()
    await expect(page.getByText('The session is ended: that device is signed out.')).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: 'Old laptop' })).toHaveCount(0)
  })
})
