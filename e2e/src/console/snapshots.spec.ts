import { createPerson, logIn } from '../http/people.js'
import { expect, signedIn, test } from './test.js'

// The pictures are in `snapshots`, of Chromium on Linux. After a change that is meant: `npx playwright test snapshots --update-snapshots`
// in this project, with TESSERA_DEEP=1; and look at what changed.
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 1024, 360]) {
    test(`pages look as they did: ${colorScheme}, ${width} px`, async ({ browser, api, owner }) => {
      test.slow()
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' })
      const page = await context.newPage()
      const ada = await createPerson(owner)
      const { session_id } = await logIn(api, ada, { device_name: 'Ada’s phone' })
      await signedIn(page, owner)
      for (const [name, path] of [
        ['nothing-found', '/sessions?q=nobody-at-all@example.com'],
        ['session', `/sessions/${session_id}`],
        ['no-event', '/events?q=nobody-at-all@example.com'],
        ['account', '/account'],
        ['security', '/account/security'],
      ] as const) {
        await page.goto(path)
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
        await expect(page).toHaveScreenshot(`${name}-${colorScheme}-${width}.png`, {
          maxDiffPixelRatio: 0.02,
          mask: [page.locator('time, .font-mono, header, bdi, :is(p, div):has(> bdi), [role=status]')],
        })
      }
      await context.close()
    })
  }
}
