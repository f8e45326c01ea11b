import { chromium } from '@playwright/test'
import lighthouse, { desktopConfig } from 'lighthouse'
import { sharedSystem } from '../system/system.js'
import { expect, signedIn, test } from './test.js'

test('Lighthouse finds the sessions page accessible, and finds best practices kept', async ({ owner, launchOptions }) => {
  test.slow()
  const port = 9_300 + test.info().parallelIndex
  const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), `--remote-debugging-port=${port}`] })
  try {
    const page = await browser.newPage({ baseURL: sharedSystem().consoleUrl })
    await signedIn(page, owner)
    await page.getByRole('row').nth(1).waitFor()
    const cookies = await page.context().cookies()
    const result = await lighthouse(
      page.url(),
      {
        port,
        output: 'json',
        logLevel: 'error',
        onlyCategories: ['accessibility', 'best-practices'],
        disableStorageReset: true,
        extraHeaders: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
      },
      desktopConfig,
    )
    const report = result?.lhr
    expect(report?.runtimeError).toBeUndefined()
    expect(new URL(report?.finalDisplayedUrl ?? '').pathname).toBe('/sessions')
    const failed = Object.values(report?.audits ?? {}).filter(({ score }) => score !== null && score < 1)
    for (const [name, category] of Object.entries(report?.categories ?? {})) {
      expect(Math.round((category.score ?? 0) * 100), `${name}: ${failed.map(({ title }) => title).join('; ')}`).toBeGreaterThanOrEqual(95)
    }
  } finally {
    await browser.close()
  }
})
