import { routes } from '@tessera/contract'
import { ask } from '../http/dialects.js'
import { createPerson, logIn, refresh, refusedRefresh } from '../http/people.js'
import { expect, rowOf, search, signedIn, test } from './test.js'

test('an administrator finds a session, revokes it with two clicks, and its next refresh is refused', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const phone = api.from('203.0.113.9').with({ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' })
  const tokens = await refresh(phone, await logIn(phone, ada, { device_name: 'Ada’s laptop' }))

  const administrator = await signedIn(page, owner)
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

  await expect(page.getByText(`${ada.email} is signed out on`)).toBeVisible()
  await expect(row).toContainText('Ended')
  expect(await refusedRefresh(phone, tokens)).toMatchObject({ code: 'session_ended', reason: 'revoked_by_admin' })

  await row.getByRole('link', { name: ada.email }).click()
  const panel = page.getByRole('dialog')
  await expect(panel).toContainText('Revoked by an administrator')
  await expect(panel).toContainText('laptop stolen')
  await expect(panel).toContainText(administrator.email)
  await expect(panel.getByRole('button', { name: 'Revoke session' })).toHaveCount(0)
})

test('two administrators revoke the same session: the second learns who was first', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const login = await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions/${login.session_id}`)
  await page.getByRole('button', { name: 'Revoke session' }).click()

  await owner.call(routes.revokeSession, { params: { id: login.session_id }, body: { reason: 'first' } })
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke session' }).click()
  await expect(page.getByText('This session had ended before', { exact: true })).toBeVisible()
  await expect(page.getByRole('region', { name: 'History' }).getByText('first', { exact: true })).toBeVisible()
})

test('a reuse shows as what it is, with the fork', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const login = await logIn(api.from('192.0.2.1'), ada)
  let tokens = login
  for (let rotation = 0; rotation < 3; rotation++) tokens = { ...tokens, ...(await refresh(api.from('192.0.2.1'), tokens)) }
  // The very first token, three generations later: only a second holder can still have it.
  expect(await refusedRefresh(api.from('198.51.100.66'), login)).toMatchObject({ reason: 'reuse_detected' })

  await signedIn(page, owner)
  await search(page, ada.email)
  await expect(rowOf(page, ada)).toContainText('Reuse detected')
  await page.goto(`/sessions/${login.session_id}`)
  await expect(page.getByRole('main')).toContainText('198.51.100.66')
  await expect(page.getByRole('main')).toContainText('192.0.2.1')
})

test('a session shows the wire format that its login came in, where that was not our own', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const { status } = await ask(api.url, '/auth/login', { body: { email: ada.email, password: ada.password } })
  expect(status).toBe(200)
  const own = await logIn(api, ada)
  const { items } = await owner.call(routes.listSessions, { query: { user_id: ada.id } })
  const format = page.getByRole('region', { name: 'On what, from where' }).filter({ hasText: 'Wire format of the login' })

  await signedIn(page, owner)
  await page.goto(`/sessions/${items.find(({ id }) => id !== own.session_id)?.id}`)
  await expect(format).toContainText('talkstack')
  await page.goto(`/sessions/${own.session_id}`)
  await expect(page.getByRole('region', { name: 'On what, from where' })).toBeVisible()
  await expect(format).toHaveCount(0)
})

test('revoking your own session says so, and signs you out', async ({ page, owner }) => {
  const administrator = await signedIn(page, owner)
  await search(page, administrator.email)
  await rowOf(page, administrator).getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('dialog')).toContainText('Revoke your own session?')
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke session' }).click()
  await page.waitForURL('**/sign-in**')
  await expect(page.getByText('You ended the session you were using')).toBeVisible()
  await page.goto('/sessions')
  await expect(page).toHaveURL(/\/sign-in/)
})
