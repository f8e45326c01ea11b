import { routes } from '@tessera/contract'
import { ask } from '../http/dialects.js'
import { createPerson, logIn, refresh, refusedRefresh } from '../http/people.js'
import { look } from './scan.js'
import { expect, rowOf, search, signedIn, signIn, test, told } from './test.js'

test('an administrator finds a session, revokes it with two clicks, and its next refresh is refused', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const phone = api.from('203.0.113.9').with({ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' })
  const tokens = await refresh(phone, await logIn(phone, ada, { device_name: 'Ada’s laptop' }))

  const administrator = await createPerson(owner, ['owner'], 'owner')
  await page.goto('/sessions')
  await signIn(page, administrator)
  await page.waitForURL('**/sessions')
  await search(page, ada.email)
  const row = rowOf(page, ada)
  await expect(row).toContainText('Active')
  await expect(row).toContainText('203.0.113.9')
  await expect(row).toContainText('Firefox 145')

  await row.getByRole('button', { name: `Revoke session of ${ada.email}` }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(ada.email)
  await dialog.getByLabel('Reason').fill('laptop stolen')
  await dialog.getByRole('button', { name: 'Revoke session' }).click()

  await expect(told(page, `${ada.email} is signed out on Ada’s laptop, Firefox 145 on Linux.`)).toBeVisible()
  await expect(row).toContainText('Ended')
  expect(await refusedRefresh(phone, tokens)).toMatchObject({ code: 'session_ended', reason: 'revoked_by_admin' })

  await row.getByRole('link', { name: ada.email }).click()
  const panel = page.getByRole('dialog')
  await expect(panel).toContainText('Revoked by an administrator')
  await expect(panel).toContainText('laptop stolen')
  await expect(panel).toContainText(administrator.email)
  await expect(panel.getByRole('button', { name: 'Revoke session' })).toHaveCount(0)
})

test('whoever revokes in the panel goes on in it, and one Escape closes it though a toast came later', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}`)
  await rowOf(page, ada).getByRole('link', { name: ada.email }).press('Enter')
  const panel = page.getByRole('dialog', { name: 'Session', exact: true })
  await panel.getByRole('button', { name: 'Revoke session' }).click()
  await page.getByRole('dialog', { name: 'Revoke this session?' }).getByRole('button', { name: 'Revoke session' }).click()
  await expect(told(page, 'Session revoked')).toBeVisible()
  await expect(panel).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(told(page, 'Session revoked')).toBeVisible()
  await expect(rowOf(page, ada).getByRole('link', { name: ada.email })).toBeFocused()
})

test('two administrators revoke the same session: the second learns who was first', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const login = await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions/${login.session_id}`)
  await page.getByRole('button', { name: 'Revoke session' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('laptop stolen')

  // Nothing is rendered behind an open dialog: what is read for the page may fail, and the reason would go with it.
  await owner.call(routes.revokeSession, { params: { id: login.session_id }, body: { reason: 'first' } })
  await expect(dialog.getByLabel('Reason')).toHaveValue('laptop stolen')
  await dialog.getByRole('button', { name: 'Revoke session' }).click()
  await expect(page.getByText('This session had ended before', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Revoke session' })).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'History' }).getByText('first', { exact: true })).toBeVisible()
})

test('a session that ended while somebody was asked about it says so when they leave the question', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  await signedIn(page, owner)
  const asked = () => page.waitForResponse('**/here?*')
  // Its stream opens, and it asks what it missed.
  const opened = asked()
  await page.goto(`/sessions/${session_id}`)
  await opened
  await page.getByRole('button', { name: 'Revoke session' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('laptop stolen')
  const heard = asked()
  await owner.call(routes.revokeSession, { params: { id: session_id }, body: {} })
  await heard
  await page.keyboard.press('Escape')
  await expect(page.getByText('Revoked by an administrator').first()).toBeVisible()
})

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

test('a reuse shows as what it is, with both holders of the fork side by side', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const hers = api.from('193.206.158.22').with({ 'user-agent': firefox })
  const login = await logIn(hers, ada)
  let tokens = login
  for (let rotation = 0; rotation < 3; rotation++) tokens = { ...tokens, ...(await refresh(hers, tokens)) }
  // The very first token, three generations later: only a second holder can still have it.
  const thief = api.from('198.51.100.66').with({ 'user-agent': '<img src=x onerror=alert(1)>' })
  expect(await refusedRefresh(thief, login)).toMatchObject({ reason: 'reuse_detected' })

  await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, ada.email)
  await expect(rowOf(page, ada)).toContainText('Reuse detected')
  await page.goto(`/sessions/${login.session_id}`)
  const holders = page.getByRole('table', { name: 'Both holders, side by side' })
  await expect(holders.getByRole('columnheader')).toHaveText(['In use', 'Presented'])
  await expect(holders.getByRole('row').nth(1).getByRole('cell')).toHaveText(['Address193.206.158.22', 'Address198.51.100.66'])
  await expect(holders).toContainText('Firefox 145 on Linux')
  await expect(holders).toContainText('Italy')
  await expect(holders).toContainText('<img src=x onerror=alert(1)>')
  // Where no pointer can rest on a time, it is told all the same.
  await expect(page.getByRole('region', { name: 'History' })).toContainText(/Reuse detected\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /)

  // On paper nothing scrolls, and nothing is dark.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(250, 249, 247)')
  expect(
    await page.locator('#content > div').evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight),
    'what is cut off of a page that is printed',
  ).toBe(0)
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' })

  await holders.getByRole('link', { name: 'Events from 198.51.100.66' }).click()
  await page.getByRole('link', { name: 'A session ended: reuse detected' }).first().click()
  await expect(page.getByRole('dialog')).toContainText('198.51.100.66')
})

test('a session’s life is told: where it moved, what it became, and how it ended', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const home = api.from('193.206.158.22').with({ 'user-agent': firefox })
  const login = await logIn(home, ada)
  let tokens = await refresh(home, login)
  tokens = await refresh(home, tokens)
  for (const network of [1, 2, 3, 4, 5, 6, 7]) tokens = await refresh(home.from(`198.51.${network}.1`), tokens)
  await signedIn(page, owner)
  await page.goto(`/sessions/${login.session_id}`)
  const history = page.getByRole('region', { name: 'History' })
  await expect(history).toContainText('2 rotations')
  await expect(history).toContainText('193.206.158.22 →, now 198.51.1.1')
  await expect(history.getByText('Moved to another network').first()).toBeVisible()
  await expect(history.getByText('198.51.4.1').first()).toBeHidden()
  await history.getByText('3 more changes of network or browser').click()
  await expect(history.getByText('198.51.4.1').first()).toBeVisible()
  await expect(history).toContainText('unless it is refreshed')

  await owner.call(routes.deleteUser, { params: { id: ada.id } })
  await page.reload()
  await expect(history).toContainText('It ended with every other session that one write was about.')
})

test('a session leads to the others of its user, to its company and its client', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const logins = []
  for (let n = 0; n < 7; n++) logins.push(await logIn(api, ada, { device_name: `Device ${n}` }))
  await owner.call(routes.revokeSession, { params: { id: logins[5]?.session_id ?? '' }, body: {} })
  await signedIn(page, owner)
  await page.goto(`/sessions/${logins[6]?.session_id}`)
  const others = page.getByRole('region', { name: 'Other sessions of this user' })
  await expect(others.getByRole('listitem')).toHaveText([/Device 5.*Ended/, /Device 4.*Active/, /Device 3/, /Device 2/, /Device 1/])
  const { company } = await owner.call(routes.readSession, { params: { id: logins[6]?.session_id ?? '' } })
  await page.getByRole('region', { name: 'Who' }).getByRole('link', { name: company.name }).click()
  await expect(page).toHaveURL(`/companies/${company.id}`)
  await page.goBack()
  await others.getByRole('link', { name: 'All 7 sessions of this user' }).click()
  await expect(page).toHaveURL(new RegExp(`/sessions\\?user_id=${ada.id}`))
  await expect(page.getByRole('row').filter({ hasText: ada.email })).toHaveCount(7)
})

test('a session shows the wire format that its login came in', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const { status } = await ask(api.url, '/auth/login', { body: { email: ada.email, password: ada.password } })
  expect(status).toBe(200)
  const own = await logIn(api, ada)
  const { items } = await owner.call(routes.listSessions, { query: { user_id: ada.id } })
  const facts = page.getByRole('region', { name: 'On what, from where' })

  await signedIn(page, owner)
  await page.goto(`/sessions/${items.find(({ id }) => id !== own.session_id)?.id}`)
  await expect(facts).toContainText('Talkstack')
  await page.goto(`/sessions/${own.session_id}`)
  await expect(facts).toContainText('Tessera’s own')
})

test('a session’s page has nothing that axe finds, at any width', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const hers = api.from('193.206.158.22').with({ 'user-agent': firefox })
  const login = await logIn(hers, ada, { device_name: 'مرحبا '.repeat(12) })
  let tokens = await refresh(hers, login)
  for (const network of [1, 2, 3, 4, 5, 6]) tokens = await refresh(hers.from(`198.51.${network}.1`), tokens)
  await refusedRefresh(api.from('8.8.8.8').with({ 'user-agent': 'x'.repeat(400) }), login)
  await signedIn(page, owner)
  await page.goto(`/sessions/${login.session_id}`)
  await page.getByText('2 more changes of network or browser').click()
  await look(page, 'a session’s page')
})

test('revoking your own session says so, and signs you out', async ({ page, owner }) => {
  const administrator = await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, administrator.email)
  await rowOf(page, administrator).getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('dialog')).toContainText('Revoke your own session?')
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke session' }).click()
  await page.waitForURL('**/sign-in**')
  await expect(page.getByText('You ended the session you were using')).toBeVisible()
  await page.goto('/sessions')
  await expect(page).toHaveURL(/\/sign-in/)
})
