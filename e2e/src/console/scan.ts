import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * Looks at a page as it is for faults that axe can find.
 *
 * @param alike what looks as others on the page do, so that its colours need not be looked at: of thousands of elements that takes half a minute
 */
export async function scan(page: Page, what: string, { alike }: { readonly alike?: string } = {}): Promise<void> {
  // A list that is being replaced is dimmed.
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  // Between two pages there is none for a moment.
  await expect(page).toHaveTitle(/\S/)
  const violations =
    alike === undefined
      ? await faultsIn(axe(page).withTags(tags))
      : [
          ...(await faultsIn(axe(page).withTags(tags).disableRules(colours))),
          ...(await faultsIn(axe(page).withRules(colours).exclude(alike))),
        ]
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`)
  expect(found, what).toEqual([])
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const colours = 'color-contrast'

function axe(page: Page): AxeBuilder {
  // Nothing is framed from elsewhere, for which axe would open a page of its own at each scan; and what holds is not written down node by node.
  return new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
}

async function faultsIn(scan: AxeBuilder) {
  return (await scan.analyze()).violations
}

/** Nothing sticks out at the side of a page. */
export async function expectFit(page: Page, what: string): Promise<void> {
  const [wide, wider] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth])
  expect(wider, `${what}: its width`).toBe(wide)
}
