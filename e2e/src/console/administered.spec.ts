import { routes } from '@tessera/contract'
import { createPerson, uniqueName } from '../http/people.js'
import { mailTo } from '../system/outbox.js'
import { sharedSystem } from '../system/system.js'
import { expect, signIn, test } from './test.js'

test('somebody whose account was disabled is told so, and stays outside', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await signIn(page, ada)
  await page.waitForURL('**/account')
  await owner.call(routes.updateUser, { params: { id: ada.id }, body: { disabled: true } })
  await page.reload()
  await expect(page.getByText('You were signed out because your account was disabled.')).toBeVisible()
  await signIn(page, ada)
  await expect(page.getByText('E-mail or password is wrong. You were not signed in.')).toBeVisible()
})

test('whoever is invited chooses a password by the link, and signs in', async ({ page, owner }) => {
  const email = `${uniqueName('invited')}@example.com`
  await owner.call(routes.createUser, { body: { email, name: 'Grace' } })
  const { link = '' } = await mailTo(sharedSystem(), email, 'invitation')
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'You are invited' })).toBeVisible()
  const password = uniqueName('eleven herons')
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Show new password' }).click()
  await expect(page.getByLabel('New password', { exact: true })).toHaveAttribute('type', 'text')
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByRole('heading', { name: 'Your account is ready' })).toBeFocused()
  await page.getByRole('link', { name: 'Go to sign in' }).click()
  await signIn(page, { email, password })
  await expect(page).toHaveURL(/\/account$/)
})
