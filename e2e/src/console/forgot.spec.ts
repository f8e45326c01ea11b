import { createPerson, uniqueName } from '../http/people.js'
import { mailTo } from '../system/outbox.js'
import { sharedSystem } from '../system/system.js'
import { expect, signIn, test } from './test.js'

test('a forgotten password is set by the link in the mail, once, and ends what was open', async ({ page, browser, owner }) => {
  const ada = await createPerson(owner)
  const other = await browser.newContext()
  const elsewhere = await other.newPage()
  await signIn(elsewhere, ada)
  await elsewhere.waitForURL('**/account')

  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor()
  await page.getByLabel('E-mail').fill(ada.email)
  await page.keyboard.press('Enter')
  await expect(page.getByText('If there is an account for')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeFocused()
  const { link = '' } = await mailTo(sharedSystem(), ada.email, 'password_reset')
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? ''

  const asked: string[] = []
  page.on('request', (request) => asked.push(`${request.url()} ${JSON.stringify(request.headers())}`))
  await page.goto(link)
  await expect(page).toHaveURL(/\/reset$/)
  const field = page.getByLabel('New password', { exact: true })
  await field.fill('password1')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^The new password .*common/)).toBeVisible()
  await expect(field).toBeFocused()
  await expect(page).toHaveURL(/\/reset$/)
  expect(await page.content()).not.toContain(token)

  const password = uniqueName('eleven herons')
  await field.fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Your new password is set' })).toBeFocused()
  expect(asked.filter((request) => request.includes(token))).toEqual([])

  await elsewhere.reload()
  await expect(elsewhere.getByText('You were signed out because your password was changed.')).toBeVisible()
  await other.close()

  await page.getByRole('link', { name: 'Go to sign in' }).click()
  await signIn(page, { email: ada.email, password })
  await expect(page).toHaveURL(/\/account$/)

  await page.goto(link)
  await page.getByLabel('New password', { exact: true }).fill(uniqueName('twelve herons'))
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeFocused()
  await page.getByRole('link', { name: 'Send another link' }).click()
  await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible()
})

test('an address without an account gets the same words', async ({ page }) => {
  await page.goto('/forgot')
  await page.getByLabel('E-mail').fill(`${uniqueName('nobody')}@example.com`)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByText('If there is an account for')).toBeVisible()
})

test('a link that lost its end can be pasted, and one that is made up is refused', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await page.goto('/forgot')
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  const { link = '' } = await mailTo(sharedSystem(), ada.email, 'password_reset')
  await page.goto('/reset#token=made-up')
  await page.getByLabel('New password', { exact: true }).fill(uniqueName('eleven herons'))
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()

  await page.goto('/forgot')
  await page.goto('/reset')
  await page.getByLabel('New password', { exact: true }).fill(uniqueName('eleven herons'))
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText('The link is missing, or a part of it.')).toBeVisible()
  await page.getByLabel('Link').fill(link)
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByRole('heading', { name: 'Your new password is set' })).toBeVisible()
})
