import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'

interface Looking {
  /** What looks as others on the page do: its colours and sizes are not looked at, which of thousands of elements takes half a minute. */
  readonly alike?: readonly string[]
  /** Pixels: the narrowest window that the page is seen in. */
  readonly narrowest?: number
}

/**
 * Looks at a page as it is for faults that axe can find and for what sticks out at its side: wide and narrow in the light, its colours in both in
 * the dark, and whether it fits between. It is not loaded anew, and is left light and wide.
 */
export async function look(page: Page, what: string, { alike = [], narrowest = 360 }: Looking = {}): Promise<void> {
  const open = await opened(page)
  await show(page, 'light', widest)
  await scan(page, what, alike)
  for (const width of [1024, 768, 360].filter((width) => width >= narrowest)) {
    await show(page, 'light', width)
    await expectFit(page, `${what}, ${width} px`)
  }
  await scan(page, `${what}, narrow`, alike)
  for (const width of [narrowest, widest]) {
    await show(page, 'dark', width)
    expect(await faultsIn(page, coloursAlone, alike), `${what}, dark, ${width} px`).toEqual([])
  }
  await show(page, 'light', widest)
  expect(await opened(page), `${what}: what is still open`).toBe(open)
}

/** Looks at a page as it is for faults that axe can find. */
export async function scan(page: Page, what: string, alike: readonly string[] = []): Promise<void> {
  // A list that is being replaced is dimmed.
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  // Between two pages there is none for a moment.
  await expect(page).toHaveTitle(/\S/)
  const faults =
    alike.length === 0
      ? await faultsIn(page, everything)
      : [...(await faultsIn(page, allButLooks)), ...(await faultsIn(page, looksAlone, alike))]
  expect(faults, what).toEqual([])
}

/** Nothing sticks out at the side of a page. */
export async function expectFit(page: Page, what: string): Promise<void> {
  const [wide, wider] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth])
  expect(wider, `${what}: its width`).toBe(wide)
}

/** Without motion: what were on its way to another colour would have that of neither theme. */
async function show(page: Page, colorScheme: 'light' | 'dark', width: number): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.setViewportSize({ width, height: 900 })
  const moving = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    await frame()
    const moving = document.getAnimations().filter((running) => running instanceof CSSTransition)
    // What follows the window by script does so in the next frame.
    await frame()
    return moving.map(
      ({ transitionProperty, effect }) => `${transitionProperty} of ${(effect as KeyframeEffect).target?.outerHTML.slice(0, 120)}`,
    )
  })
  expect(moving, 'what moves although motion is reduced').toEqual([])
}

/** How many dialogs and menus are open. */
const opened = async (page: Page) => page.locator('[role=dialog], [role=alertdialog], [role=menu]').count()

/** Pixels. */
const widest = 1440

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const colours = ['color-contrast', 'link-in-text-block']
const looks = [...colours, 'target-size']

const everything = { runOnly: { type: 'tag', values: tags } } as const satisfies axe.RunOptions
const allButLooks = {
  ...everything,
  rules: Object.fromEntries(looks.map((rule) => [rule, { enabled: false }])),
} satisfies axe.RunOptions
const coloursAlone = { runOnly: { type: 'rule', values: colours } } as const satisfies axe.RunOptions
const looksAlone = { runOnly: { type: 'rule', values: looks } } as const satisfies axe.RunOptions

/** By axe itself, which is given to a document once: its builder for Playwright does so at each scan, and that takes longer than the scan. */
async function faultsIn(page: Page, options: axe.RunOptions, leftOut: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    async ([options, leftOut]) => {
      // Where things are is reckoned for the whole page, whatever axe is told to leave out.
      const hidden = leftOut.flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)])
      for (const { style } of hidden) style.display = 'none'
      try {
        // What holds is not written down node by node.
        return await (window as unknown as { axe: typeof axe }).axe.run({ ...options, resultTypes: ['violations'] })
      } finally {
        for (const { style } of hidden) style.display = ''
      }
    },
    [options, leftOut] as const,
  )
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`)
}
