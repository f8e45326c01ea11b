import { routes } from '@tessera/contract'
import { Api } from '../http/api.js'
import { logIn } from '../http/people.js'
import { startSystem } from '../system/system.js'
import { expect, signIn, test } from './test.js'

test('many parallel requests with an expired access token all succeed, again and again', async ({ browser }) => {
  test.slow()
  const lifetime = 20
  // The retry window stays as it is by default: it has to be longer than a request can be under way, here on a busy machine too.
  const system = await startSystem({ ACCESS_TOKEN_LIFETIME: String(lifetime) })
  const context = await browser.newContext({ baseURL: system.consoleUrl, extraHTTPHeaders: { 'x-forwarded-for': '203.0.113.50' } })
  try {
    const page = await context.newPage()
    await page.goto('/sign-in?next=%2Fsessions')
    await signIn(page, system.owner)
    await page.waitForURL(({ pathname }) => pathname === '/sessions')
    const api = new Api(system.apiUrl)
    const asOwner = async () => api.as(await logIn(api, system.owner))
    const seen = async () => (await (await asOwner()).call(routes.listSessions, { query: { client_id: 'tessera-console' } })).items[0]
    // A page of ours asks by itself, and so would refresh before.
    await page.goto('/icon.svg')
    for (const time of [1, 2]) {
      const handedOut = Date.parse((await seen())?.last_seen_at ?? '')
      await expect.poll(() => Date.now(), { timeout: 60_000 }).toBeGreaterThan(handedOut + lifetime * 1000)
      const twelve = await page.evaluate(() =>
        Promise.all(Array.from({ length: 12 }, () => fetch('/sessions').then(({ status, url }) => `${status} ${new URL(url).pathname}`))),
      )
      expect(twelve).toEqual(Array.from({ length: 12 }, () => '200 /sessions'))
      expect((await seen())?.refresh_count).toBe(time)
    }
    await page.goto('/sessions')
    await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible()
    // The console refreshes, but it is the person's address that the session shows.
    expect(await seen()).toMatchObject({ ip: '203.0.113.50', last_ip: '203.0.113.50' })
  } finally {
    await context.close()
    await system.stop()
  }
})

test('while the database is down the console says so and keeps everybody signed in', async ({ browser }) => {
  test.slow()
  const system = await startSystem()
  const context = await browser.newContext({ baseURL: system.consoleUrl })
  try {
    const page = await context.newPage()
    await page.goto('/sign-in?next=%2Fsessions')
    await signIn(page, system.owner)
    await page.waitForURL(({ pathname }) => pathname === '/sessions')
    await system.stopDatabase()
    await page.reload()
    await expect(page.getByRole('alert').filter({ hasText: 'You are still signed in.' }).first()).toBeVisible()
    await system.startDatabase()
    await expect(async () => {
      await page.getByRole('button', { name: /again/i }).first().click({ timeout: 1000 })
      await expect(page.getByRole('row')).toHaveCount(2, { timeout: 3000 })
    }).toPass()

    // A page that keeps itself fresh asks again and again: meanwhile nothing is taken from it.
    const api = new Api(system.apiUrl)
    const owner = api.as(await logIn(api, system.owner))
    const { id } = await owner.call(routes.createReceiver, {
      body: { name: 'Shop', form: 'webhook', company_id: null, url: 'https://shop.invalid/hooks', kinds: ['user_imported'] },
    })
    await page.goto(`/receivers/${id}`)
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByRole('row').filter({ hasText: 'A test' }).getByRole('button', { name: 'Send again' }).click()
    await page.getByRole('button', { name: 'Edit receiver' }).click()
    const typed = page.getByRole('dialog').getByLabel('Name')
    await typed.fill('Market')
    const unanswered = page.waitForResponse((response) => response.url().includes('/here?') && response.status() === 503)
    await system.stopDatabase()
    await unanswered
    await expect(typed).toHaveValue('Market')
    await system.startDatabase()
    await owner.call(routes.updateReceiver, { params: { id }, body: { name: 'Fair' } })
    // What is read for the page alone may fail, too.
    const asked = () => page.waitForResponse((response) => response.url().includes('/here?') && response.status() === 204)
    await asked()
    await system.holdTable('receivers')
    await asked()
    await asked()
    await expect(typed).toHaveValue('Market')
    await system.releaseTable()
    await page.keyboard.press('Escape')
    await expect(page.locator('h1')).toHaveText('Fair', { timeout: 30_000 })
  } finally {
    await context.close()
    await system.stop()
  }
})
