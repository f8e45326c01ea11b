import { routes } from '@tessera/contract'
import { uniqueName } from '../http/people.js'
import { mailTo } from '../system/outbox.js'
import { sharedSystem } from '../system/system.js'
import { expect, signIn, test } from './test.js'

const somebody = () => ({ email: `${uniqueName('ada')}+new@example.com`, password: uniqueName('eleven herons') })

test('a newcomer signs up, types the code from the mail, signs in, and is at their account', async ({ page }) => {
  const ada = somebody()
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.keyboard.press('Enter')
  await expect(page.getByText('The password must have at least 8 characters.')).toBeVisible()
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()
  await expect(page.getByLabel('Code')).toBeFocused()
  await expect(page.getByRole('button', { name: 'Send another code' })).toHaveAttribute('aria-disabled', 'true')
  const { code = '' } = await mailTo(sharedSystem(), ada.email, 'verification')
  await page.keyboard.type(code === '000000' ? '000001' : '000000')
  await page.keyboard.press('Enter')
  await expect(page.getByText('The code is wrong, used or expired.')).toBeVisible()
  await page.getByLabel('Code').fill(`${code.slice(0, 3)} ${code.slice(3)}`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Your address is verified' })).toBeFocused()

  await page.getByRole('link', { name: 'Go to sign in' }).click()
  await signIn(page, ada)
  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace')
})

test('the link of the mail brings address and code, and does nothing alone', async ({ page }) => {
  const ada = somebody()
  await page.goto('/sign-up')
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  const { code = '', link = '' } = await mailTo(sharedSystem(), ada.email, 'verification')

  await page.goto(link)
  await expect(page.getByLabel('E-mail')).toHaveValue(ada.email)
  await expect(page.getByLabel('Code')).toHaveValue(code)
  await expect(page).toHaveURL(/\/verify$/)
  await page.goto(link)
  await page.getByRole('button', { name: 'Verify address' }).click()
  await expect(page.getByRole('heading', { name: 'Your address is verified' })).toBeVisible()
})

test('whoever is not verified is led there from signing in, and takes their address along', async ({ page, owner }) => {
  const ada = somebody()
  await owner.call(routes.createUser, { body: { ...ada, email_verified: false } })
  await signIn(page, ada)
  await expect(page.getByText('This address is not verified yet, so you were not signed in.')).toBeVisible()
  await page.getByRole('link', { name: 'Verify your address' }).click()
  await expect(page.getByLabel('E-mail')).toHaveValue(ada.email)
  await expect(page).toHaveURL(/\/verify$/)
  await page.getByRole('button', { name: 'Send another code' }).click()
  const { code = '' } = await mailTo(sharedSystem(), ada.email, 'verification')
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Verify address' }).click()
  await expect(page.getByRole('heading', { name: 'Your address is verified' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to sign in' }).click()
  await signIn(page, ada)
  await expect(page).toHaveURL(/\/account$/)
})

test('a second code may be asked for, and nobody learns which addresses wait for one', async ({ page }) => {
  const words = 'If an account waits for this address to be verified, another code is on its way to it.'
  await page.goto('/verify')
  await page.getByLabel('E-mail').fill(somebody().email)
  await page.getByRole('button', { name: 'Send another code' }).click()
  await expect(page.getByText(words)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send another code' })).toHaveAttribute('aria-disabled', 'true')
})

test('signing up with an address that has an account looks the same, and its owner is told', async ({ page }) => {
  const { owner } = sharedSystem()
  await page.goto('/sign-up')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill('eleven grey herons')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()
  await mailTo(sharedSystem(), owner.email, 'signed_up_already')
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a newcomer signs up and types the code', async ({ page }) => {
    const ada = somebody()
    await page.goto('/sign-up')
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password', { exact: true }).fill(ada.password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()
    await expect(page.getByLabel('E-mail')).toHaveValue(ada.email)
    const { code = '' } = await mailTo(sharedSystem(), ada.email, 'verification')
    await page.getByLabel('Code').fill(code)
    await page.getByRole('button', { name: 'Verify address' }).click()
    await expect(page.getByRole('heading', { name: 'Your address is verified' })).toBeVisible()
  })
})
