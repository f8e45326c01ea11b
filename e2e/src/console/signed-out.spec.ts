import type { Locator, Page } from '@playwright/test'
import { routes } from '@tessera/contract'
import type { Api } from '../http/api.js'
import { createPerson, logIn, type Person } from '../http/people.js'
import { sharedSystem } from '../system/system.js'
import { expect, signedIn, signIn, test, told } from './test.js'

test('a dialog stays with what was typed when one’s own session is over, and is sent after signing in again', async ({ page, owner }) => {
  const self = await signedIn(page, owner)
  await page.goto('/companies')
  await page.getByRole('button', { name: 'Create company' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create company' })
  const name = dialog.getByLabel('Name')
  const send = dialog.getByRole('button', { name: 'Create company' })
  await name.fill('Night shift')
  await endSessionsOf(owner, self)
  await send.click()
  await expect(dialog.getByRole('alert')).toContainText('You are signed out. No company was created.')
  await expect(name).toHaveValue('Night shift')
  await send.click()
  await expect(send).toHaveText('Create company')
  await expect(name).toHaveValue('Night shift')

  const other = await signInAgain(page, dialog, self, 'You were signed out because an administrator ended this session.')
  await expect(other).toHaveURL('/companies')
  await send.click()
  await expect(told(page, 'Night shift is there.')).toBeVisible()
  await expect(dialog).toHaveCount(0)
})

test('a cookie that is gone, or that nobody can read any more, takes no dialog away, either', async ({ page, api, owner }) => {
  const self = await signedIn(page, owner)
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  await page.goto(`/sessions/${session_id}`)
  await page.getByRole('button', { name: 'Revoke session' }).click()
  const dialog = page.getByRole('dialog', { name: 'Revoke this session?' })
  const reason = dialog.getByLabel('Reason')
  await reason.fill('Laptop lost on a train')
  const send = dialog.getByRole('button', { name: 'Revoke session' })
  await page.context().addCookies([{ name: 'tessera-console', value: 'sealed elsewhere', url: sharedSystem().consoleUrl }])
  await send.click()
  await expect(dialog.getByRole('alert')).toContainText('You are signed out. The session was not revoked.')
  await page.context().clearCookies({ name: 'tessera-console' })
  await send.click()
  await expect(reason).toHaveValue('Laptop lost on a train')

  await signInAgain(page, dialog, self)
  await send.click()
  await expect(told(page, 'Session revoked')).toBeVisible()
  const { events } = await owner.call(routes.readSession, { params: { id: session_id } })
  expect(JSON.stringify(events)).toContain('Laptop lost on a train')
})

test('what would end stays, with its reason, when one’s own session is over before it is sent', async ({ page, api, owner }) => {
  const self = await signedIn(page, owner)
  const ada = await createPerson(owner)
  await logIn(api, ada)
  await page.goto(`/revocations/new?user_id=${ada.id}`)
  const send = page.getByRole('button', { name: 'Revoke 1 session' })
  await page.getByLabel('Reason').fill('Laptop lost on a train')
  await endSessionsOf(owner, self)
  await send.click()
  const main = page.getByRole('main')
  await expect(main.getByRole('alert')).toContainText('You are signed out. Nothing was ended.')
  await signInAgain(page, main, self)
  await expect(page.getByLabel('Reason')).toHaveValue('Laptop lost on a train')
  await send.click()
  await page.waitForURL(/\/revocations\/[0-9a-f-]{36}$/)
})

test('a page that looks by itself keeps an open dialog, and leads to sign in when that is closed', async ({ page, owner }) => {
  const self = await signedIn(page, owner)
  await page.goto('/followers')
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toBeVisible()
  await endSessionsOf(owner, self)
  const refused = () => page.waitForResponse((response) => response.status() === 401 && /followers(\/|%2F)now$/.test(response.url()))
  await refused()
  await refused()
  await expect(sheet).toBeVisible()
  await page.keyboard.press('Escape')
  await page.waitForURL(/\/sign-in\?/)
  await expect(page.getByText('You were signed out because an administrator ended this session.')).toBeVisible()
  expect(new URL(page.url()).searchParams.get('next')).toBe('/followers')
})

test('data that is refused takes no reason away: the next page says why one is signed out', async ({ page, owner }) => {
  const self = await signedIn(page, owner)
  await endSessionsOf(owner, self)
  const rows = () => page.request.get('/sessions/rows', { headers: { accept: 'application/json' } })
  // Until the access token is refused, too.
  await expect.poll(async () => (await rows()).status()).toBe(401)
  await page.goto('/sessions')
  await expect(page.getByText('You were signed out because an administrator ended this session.')).toBeVisible()
})

const endSessionsOf = (owner: Api, { id }: Person) =>
  owner.call(routes.createRevocation, { body: { everything: { scope: 'user', id }, starts_in: 0 } })

/** By the link in the words, which opens another tab. */
async function signInAgain(page: Page, words: Locator, self: Person, why?: string): Promise<Page> {
  const opened = page.context().waitForEvent('page')
  await words.getByRole('link', { name: /^Sign in again/ }).click()
  const other = await opened
  if (why) await expect(other.getByText(why)).toBeVisible()
  await signIn(other, self)
  await other.waitForURL(({ pathname }) => pathname !== '/sign-in')
  await page.bringToFront()
  return other
}
