import { createPerson } from '../http/people.js'
import { scan } from './scan.js'
import { expect, pressFirst, signedIn, test } from './test.js'

test('the palette goes to places, searches for what is typed, and does things; nothing needs a pointer', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('row').nth(1).waitFor()
  const box = page.getByRole('combobox', { name: 'Command palette' })
  await pressFirst(page, 'Control+k', (within) => expect(box).toBeFocused(within))
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
  await page.getByRole('option', { name: 'Sessions that began at 203.0.113.0/24' }).click()
  await page.waitForURL((url) => url.pathname === '/sessions' && url.searchParams.get('q') === '203.0.113.0/24')

  await page.keyboard.press('Control+k')
  await box.fill('revoke all')
  await page.getByRole('option', { name: 'Revoke everything…' }).click()
  await expect(page.getByRole('heading', { name: 'Revoke everything', level: 1 })).toBeVisible()

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
  await pressFirst(page, '?', (within) => expect(sheet).toBeVisible(within))
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

test('whoever takes a filter away by keyboard goes on at the next one, and after the last in the content', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.goto('/sessions?company_id=1&browser=Firefox')
  const chips = page.getByRole('button', { name: /^Remove filter/ })
  await expect(chips).toHaveCount(2)
  for (const left of [1, 0]) {
    await chips.first().focus()
    await pressFirst(page, 'Enter', (within) => expect(chips).toHaveCount(left, within))
    await expect(left > 0 ? chips : page.locator('#content')).toBeFocused()
  }
})
