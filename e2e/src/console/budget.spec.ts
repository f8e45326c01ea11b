import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, signedIn, test } from './test.js'

const kilobyte = 1_000
const budget = 200 * kilobyte

/** Everything that the page’s markup asks a browser that knows modules to run or to fetch for it. */
async function scriptsInMarkup(page: Page, path: string): Promise<readonly string[]> {
  const markup = await (await page.request.get(path)).text()
  const named = [...markup.matchAll(/<script[^>]+src="([^"]+)"[^>]*>|<link[^>]+href="([^"]+\.js[^"]*)"/g)]
    .filter(([tag]) => !/nomodule/i.test(tag))
    .map(([, script, link]) => script ?? link ?? '')
  return [...new Set(named)]
}

/** How many bytes these scripts are on their way, by gzip as servers do it by default. */
async function weightOf(page: Page, scripts: readonly string[]): Promise<number> {
  const bodies = await Promise.all(scripts.map(async (script) => (await page.request.get(script)).body()))
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
}

test('all the JavaScript that the page of sessions loads is less than 200 kB', async ({ page, owner }) => {
  await signedIn(page, owner)
  const fetched = new Set<string>()
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') fetched.add(response.url())
  })
  await page.goto('/sessions')
  await page.getByRole('row').nth(1).waitFor()
  // It keeps a stream of changes open, so that the network never rests: what a page loads late, it loads when nothing else is left to do.
  await page.evaluate(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))))
  expect(fetched.size).toBeGreaterThan(3)
  const weight = await weightOf(page, [...fetched])
  test.info().annotations.push({ type: 'kB', description: String(Math.round(weight / kilobyte)) })
  expect(weight).toBeLessThan(budget)
})

test('the overview needs less than 200 kB for everything but its charts, which come by themselves', async ({ page, owner }) => {
  await signedIn(page, owner)
  const before = await scriptsInMarkup(page, '/overview')
  expect(before.length).toBeGreaterThan(3)
  const weight = await weightOf(page, before)
  test.info().annotations.push({ type: 'kB', description: String(Math.round(weight / kilobyte)) })
  expect(weight).toBeLessThan(budget)

  const late: string[] = []
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (response.request().resourceType() === 'script' && !before.includes(pathname)) late.push(pathname)
  })
  await page.goto('/overview')
  await expect(page.getByRole('img', { name: /^Logins: / }).locator('svg')).toBeVisible()
  expect(await weightOf(page, late), 'the charts').toBeGreaterThan(30 * kilobyte)
})
