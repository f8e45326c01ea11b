import type { Page } from '@playwright/test'
import { expect, signedIn, test } from './test.js'

test('windows of one browser agree on the theme and the density of rows', async ({ page, context, owner }) => {
  await signedIn(page, owner)
  const other = await context.newPage()
  await page.goto('/users')
  await other.goto('/users')
  await chooseTheme(page, 'Light')
  for (const _ of ['there', 'and back']) await page.getByRole('button', { name: 'Compact rows' }).click()
  await chooseTheme(other, 'Dark')
  await other.getByRole('button', { name: 'Compact rows' }).click()

  // The next list comes as the browser has it, and the button says the same: one press, and it is seen.
  await page.getByRole('navigation').getByRole('link', { name: 'Clients' }).click()
  await expect(page.getByRole('table')).toHaveAttribute('data-density', 'compact')
  await expect(page.getByRole('button', { name: 'Compact rows' })).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: 'Compact rows' }).click()
  await expect(page.getByRole('table')).toHaveAttribute('data-density', 'comfortable')

  await other.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(other.getByRole('table')).toHaveAttribute('data-density', 'comfortable')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: 'Theme' }).click()
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeChecked()
})

async function chooseTheme(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name }).click()
}
