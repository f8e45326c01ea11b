import type { Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { createPerson, type Person } from '../http/people.js'
import { startSystem } from '../system/system.js'
import { expect, signIn, test } from './test.js'

/**
 * What an authenticator shows. Each code is good once, so a later one than any before is taken: a clock may be half a minute off.
 * It is typed within three seconds.
 */
function authenticator(secret: string): () => string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  let last = 0
  return () => {
    last = Math.max(totp.counter({ timestamp: Date.now() + 3000 }) - 1, last + 1)
    return totp.generate({ timestamp: last * totp.period * 1000 })
  }
}

const section = (page: Page) => page.getByRole('region', { name: 'Second factor' })

/** Sets one up on the security page, and gives what its owner has afterwards. */
async function setUp(page: Page, { password }: Person): Promise<{ code: () => string; recovery: readonly string[] }> {
  await page.goto('/account/security')
  await section(page).getByLabel('Current password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  const secret = (await section(page).locator('code').innerText()).replace(/\s/g, '')
  const code = authenticator(secret)
  await expect(section(page).getByRole('textbox', { name: /code/i })).toBeFocused()
  await page.keyboard.type(code())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeFocused()
  const recovery = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
  return { code, recovery }
}

/** Signs in as far as the second step. */
async function signInToCode(page: Page, person: Person): Promise<void> {
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await signIn(page, person)
  await expect(page.getByLabel('Code from your authenticator')).toBeFocused()
}

test('a second factor is set up, asked for at the next login, and replaced by a recovery code once', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await signIn(page, ada)
  await page.waitForURL('**/account')
  const { code, recovery } = await setUp(page, ada)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toBe('tessera-recovery-codes.txt')
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(section(page).getByText(`${recovery.length} recovery codes are left`)).toBeFocused()
  await page.reload()
  await expect(section(page)).toContainText('On since')
  expect(await page.content()).not.toContain(recovery[0])

  await signInToCode(page, ada)
  expect(await page.content()).not.toContain(ada.password)
  await page.keyboard.type('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByText('The code of the second factor is wrong, or was used.')).toBeVisible()
  await expect(page.getByLabel('Code from your authenticator')).toBeFocused()
  await page.getByLabel('Code from your authenticator').fill(code())
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/account$/)

  const [first = ''] = recovery
  for (const works of [true, false]) {
    await signInToCode(page, ada)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(first.toUpperCase())
    await page.keyboard.press('Enter')
    if (works) await expect(page).toHaveURL(/\/account$/)
    else await expect(page.getByText('The code of the second factor is wrong, or was used.')).toBeVisible()
  }

  await page.getByRole('button', { name: 'Sign in as somebody else' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
})

test('recovery codes are made anew, and the second factor is turned off', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await signIn(page, ada)
  await page.waitForURL('**/account')
  const { code, recovery } = await setUp(page, ada)
  await page.getByRole('button', { name: 'I have kept them' }).click()

  await section(page).getByLabel('Current password', { exact: true }).fill('not the password')
  await section(page).getByLabel('Code from your authenticator').fill(code())
  await page.getByRole('button', { name: 'Make new recovery codes' }).click()
  await expect(section(page).getByText('The current password is wrong.')).toBeVisible()
  await section(page).getByLabel('Current password', { exact: true }).fill(ada.password)
  await page.getByRole('button', { name: 'Make new recovery codes' }).click()
  await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeFocused()
  const renewed = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
  expect(renewed.filter((each) => recovery.includes(each))).toEqual([])
  await page.getByRole('button', { name: 'I have kept them' }).click()

  await section(page).getByLabel('Current password', { exact: true }).fill(ada.password)
  await section(page)
    .getByLabel('Code from your authenticator')
    .fill(renewed[0] ?? '')
  await page.getByRole('button', { name: 'Turn off' }).click()
  await expect(section(page).getByText('The second factor is off')).toBeFocused()
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await signIn(page, ada)
  await expect(page).toHaveURL(/\/account$/)
})

test('whoever has a role that needs a second factor is led to setting one up, and then let in', async ({ browser }) => {
  test.slow()
  const system = await startSystem({ SECOND_FACTOR: 'required_for_roles' })
  const context = await browser.newContext({ baseURL: system.consoleUrl })
  try {
    const page = await context.newPage()
    await signIn(page, system.owner)
    await expect(page.getByRole('heading', { name: 'Your role needs a second factor' })).toBeVisible()
    await page.getByRole('link', { name: 'Set up a second factor' }).click()
    await page.waitForURL('**/account/security**')
    await expect(section(page).getByText('Your role needs one')).toBeVisible()
    await setUp(page, { ...system.owner, id: '' })
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('link', { name: 'Sessions' }).first().click()
    await expect(page.getByRole('row')).toHaveCount(2)
  } finally {
    await context.close()
    await system.stop()
  }
})
