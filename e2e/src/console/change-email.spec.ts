import { createPerson, uniqueName } from '../http/people.js'
import { mailTo } from '../system/outbox.js'
import { sharedSystem } from '../system/system.js'
import { expect, signIn, test } from './test.js'

test('an e-mail is changed with the code that the new address got, and the old one is told', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  const email = `${uniqueName('lovelace')}@example.com`
  await signIn(page, ada)
  const section = page.getByRole('region', { name: 'E-mail' })
  await section.getByLabel('New e-mail').fill(email)
  await section.getByLabel('Current password', { exact: true }).fill('not the password')
  await section.getByRole('button', { name: 'Send a code' }).click()
  await expect(section.getByText('The current password is wrong.')).toBeVisible()
  await section.getByLabel('Current password', { exact: true }).fill(ada.password)
  await section.getByRole('button', { name: 'Send a code' }).click()
  await expect(section.getByLabel('Code')).toBeFocused()

  // Whoever comes back from their mail to a page that was loaded anew goes on with the code alone.
  const { code = '' } = await mailTo(sharedSystem(), email, 'email_change')
  await page.reload()
  await section.getByRole('button', { name: 'I have a code' }).click()
  await expect(section.getByLabel('Code')).toBeFocused()
  await page.keyboard.type(code === '000000' ? '000001' : '000000')
  await section.getByRole('button', { name: 'Change e-mail' }).click()
  await expect(section.getByText('The code is wrong, used or expired.')).toBeVisible()
  await section.getByLabel('Code').fill(code)
  await section.getByRole('button', { name: 'Change e-mail' }).click()
  await expect(section.getByText(`Your e-mail is ${email} now.`)).toBeVisible()
  await expect(page.getByRole('button', { name: `Account ${email}` })).toBeVisible()
  expect((await mailTo(sharedSystem(), ada.email, 'email_changed')).text).toContain(email)

  await page.context().clearCookies()
  await page.goto('/sign-in')
  await signIn(page, { email, password: ada.password })
  await expect(page).toHaveURL(/\/account$/)
})
