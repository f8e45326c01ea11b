import type { Locator, Page } from '@playwright/test'
import { createPerson } from '../http/people.js'
import { scan } from './scan.js'
import { expect, signedIn, test } from './test.js'

/** Presses a key until it is heard: before the page's scripts have come nobody listens. */
async function press(page: Page, key: string, opens: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key)
    await expect(opens).toBeVisible({ timeout: 1000 })
  }).toPass()
}

test('the palette goes to places, searches for what is typed, and does things; nothing needs a pointer', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('row').nth(1).waitFor()
  const box = page.getByRole('combobox', { name: 'Command palette' })
  await press(page, 'Control+k', box)
  await expect(box).toBeFocused()
  await scan(page, 'the palette')
  await box.fill('sign k')
  await expect(page.getByRole('option', { name: 'Signing keys' })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/signing-keys')

  await page.keyboard.press('Control+k')
  await box.fill(ada.email)
  await expect(page.getByRole('option', { name: `Sessions of ${ada.email}` })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/users' && url.searchParams.get('q') === ada.email)

  await page.keyboard.press('Control+k')
  await box.fill('203.0.113.0/24')
  await page.getByRole('option', { name: 'Sessions from 203.0.113.0/24' }).click()
  await page.waitForURL((url) => url.pathname === '/sessions' && url.searchParams.get('q') === '203.0.113.0/24')

  await page.keyboard.press('Control+k')
  await box.fill('dark')
  await page.keyboard.press('Enter')
  await expect(box).toHaveCount(0)
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
})

test('keys go to places and open the sheet that lists them, never while one types, and can be turned off', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('row').nth(1).waitFor()
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await press(page, '?', sheet)
  await scan(page, 'the sheet of shortcuts')
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)

  await page.keyboard.press('/')
  const box = page.getByRole('searchbox', { name: 'Search sessions' })
  await expect(box).toBeFocused()
  await page.keyboard.type('ge?')
  await expect(box).toHaveValue('ge?')
  await page.waitForURL((url) => url.searchParams.get('q') === 'ge?')
  await expect(sheet).toHaveCount(0)
  await box.blur()
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await page.waitForURL('**/users')

  await page.keyboard.press('?')
  await sheet.getByLabel('Use single-key shortcuts').uncheck()
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Command palette' })).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/users')
})
