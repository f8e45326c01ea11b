import { createPerson, uniqueName } from '../http/people.js'
import { mailTo } from '../system/outbox.js'
import { sharedSystem } from '../system/system.js'
import { expect, holdScripts, signIn, test } from './test.js'

test('a new password signs people out everywhere else, and says why there', async ({ page, browser, owner }) => {
  const ada = await createPerson(owner)
  const other = await browser.newContext()
  const elsewhere = await other.newPage()
  await signIn(elsewhere, ada)
  await elsewhere.waitForURL('**/account')
  await signIn(page, ada)
  await page.waitForURL('**/account')
  await page.getByRole('link', { name: 'Security' }).click()

  const section = page.getByRole('region', { name: 'Password' })
  const password = uniqueName('eleven herons')
  await section.getByLabel('Current password', { exact: true }).fill('not the password')
  await section.getByLabel('New password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(section.getByText('The current password is wrong.')).toBeVisible()
  await expect(section.getByLabel('Current password', { exact: true })).toBeFocused()
  await section.getByLabel('Current password', { exact: true }).fill(ada.password)
  await section.getByLabel('New password', { exact: true }).fill(ada.email)
  await page.keyboard.press('Enter')
  await expect(section.getByLabel('New password', { exact: true })).toBeFocused()
  await expect(section.getByText(/^The new password /)).toBeVisible()
  await section.getByLabel('New password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(section.getByText('Your password is changed.')).toBeVisible()
  await expect(section.getByLabel('New password', { exact: true })).toHaveValue('')
  await mailTo(sharedSystem(), ada.email, 'password_changed')

  await page.reload()
  await expect(section).toBeVisible()
  await elsewhere.reload()
  await expect(elsewhere.getByText('You were signed out because your password was changed.')).toBeVisible()
  await signIn(elsewhere, { email: ada.email, password })
  await expect(elsewhere).toHaveURL(/\/account$/)
  await other.close()
})

test('a name is saved, however it is written, and shows in the menu', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await signIn(page, ada)
  const name = 'עדה לאבלייס 👩🏽‍💻 Ada'
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('Your name is saved.')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue(name)
  const account = page.getByRole('button', { name: `Account ${ada.email}` })
  await account.click()
  await expect(page.getByRole('menu')).toContainText(name)
  await page.keyboard.press('Escape')
  // The menu gives the focus back, and whoever types before that types elsewhere.
  await expect(account).toBeFocused()
  await page.getByLabel('Name').fill('')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('Your name is taken away.')).toBeVisible()
})

test('what is typed while the page’s scripts are still coming stays, also after the browser posted by itself', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await signIn(page, ada)
  await expect(page.getByLabel('Name')).toBeVisible()
  const letCome = await holdScripts(page)
  await page.goto('/account', { waitUntil: 'commit' })
  await page.getByLabel('Name').fill('Ada')
  await page.getByRole('button', { name: 'Save name' }).click({ noWaitAfter: true })
  await expect(page.getByText('Your name is saved.')).toBeVisible()
  await page.getByLabel('Name').fill('Ada Lovelace')
  letCome()
  // The scripts are there when a menu opens.
  await page.getByRole('button', { name: `Account ${ada.email}` }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace')
})
