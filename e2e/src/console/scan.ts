import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Looks at a page as it is for faults that axe can find. */
export async function scan(page: Page, what: string): Promise<void> {
  // A list that is being replaced is dimmed.
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  // Between two pages there is none for a moment.
  await expect(page).toHaveTitle(/\S/)
  const { violations } = await new AxeBuilder({ page })
    // Nothing is framed from elsewhere, for which axe would open a page of its own at each scan.
    .setLegacyMode()
    // What holds is not written down node by node.
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`)
  expect(found, what).toEqual([])
}

/** Nothing sticks out at the side of a page. */
export async function expectFit(page: Page, what: string): Promise<void> {
  const [wide, wider] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth])
  expect(wider, `${what}: its width`).toBe(wide)
}
