import { routes } from '@tessera/contract'
import { createPerson, logIn, refresh, refusedRefresh } from '../http/people.js'
import { look, scan } from './scan.js'
import { expect, signedIn, test } from './test.js'

test('the overview says what needs attention first, each leading to its list, and what happened, in figures and as tables', async ({
  page,
  api,
  owner,
}) => {
  const ada = await createPerson(owner)
  const stolen = await logIn(api, ada)
  await refresh(api, await refresh(api, await refresh(api, stolen)))
  expect(await refusedRefresh(api, stolen)).toMatchObject({ reason: 'reuse_detected' })
  // Counted some seconds after they happened, by every process for itself.
  await expect
    .poll(async () => (await owner.call(routes.overview)).totals, { timeout: 20_000 })
    .toMatchObject({ logins: expect.any(Number), refreshes: expect.any(Number) })
  await expect.poll(async () => (await owner.call(routes.overview)).totals.reuse_detected, { timeout: 20_000 }).toBeGreaterThan(0)

  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click()
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Refreshes: / }).locator('svg')).toBeVisible()
  await scan(page, 'the overview')

  await page.getByRole('link', { name: 'Day' }).click()
  await page.waitForURL('**/overview?span=day')
  await expect(page.getByText('in the last day').first()).toBeVisible()

  await page
    .getByRole('region', { name: 'Needs attention' })
    .getByRole('link', { name: /used by two parties/ })
    .first()
    .click()
  await page.waitForURL((url) => url.pathname === '/sessions' && url.searchParams.get('reason') === 'reuse_detected')
  const { attention } = await owner.call(routes.overview)
  const { since } = attention.find(({ kind }) => kind === 'reuse_detected') ?? {}
  expect(new URL(page.url()).searchParams.get('ended_after')).toBe(since)
  await expect(page.getByRole('row').filter({ hasText: ada.email })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Remove filter Ended after: / })).toBeVisible()
})

test('overview and event log are free of faults that axe can find, and fit', async ({ page, owner }) => {
  await signedIn(page, owner, ['auditor'])
  await page.goto('/overview?span=week')
  await expect(page.getByRole('img', { name: /^Logins: / }).locator('svg')).toBeVisible()
  await look(page, 'the overview')
  await page.goto('/events')
  await page.getByRole('row').nth(1).getByRole('link').click()
  await page.getByRole('dialog').waitFor()
  await look(page, 'an event')
})

for (const [by, hours] of [
  ['behind', -3],
  ['ahead', 3],
] as const)
  test(`on a machine whose clock is hours ${by}, what is just happening is said so`, async ({ page, owner }) => {
    await page.clock.install({ time: Date.now() + hours * 3_600_000 })
    await signedIn(page, owner)
    await page.goto('/overview')
    await expect(page.getByText('As of just now.')).toBeVisible()
    await page.getByRole('link', { name: 'Sessions', exact: true }).click()
    await expect(page.getByRole('row').filter({ hasText: 'This session' }).getByRole('time').first()).toHaveText(/^just now|^\d+ s ago/)
  })

test('a span that there is none of is the last hour', async ({ page, owner }) => {
  await signedIn(page, owner, ['auditor'])
  await page.goto('/overview?span=fortnight')
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(page.getByText('in the last hour').first()).toBeVisible()
})

test('where the system chooses the colours, what is chosen, what is primary and what a tile means are still to be seen', async ({
  page,
  owner,
}) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await signedIn(page, owner)
  await page.goto('/sessions')
  const states = page.getByRole('group', { name: 'State' })
  const background = (element: Element) => getComputedStyle(element).backgroundColor
  const [chosen, other] = ['All', 'Active'].map((name) => states.getByRole('button', { name, exact: true }))
  expect(await chosen?.evaluate(background)).not.toBe(await other?.evaluate(background))
  const tiles = await Promise.all(
    ['Active', 'Expired'].map((name) => states.getByRole('button', { name }).locator('span').evaluate(background)),
  )
  expect(new Set(tiles).size).toBe(2)
  const user = page.getByRole('row').filter({ hasText: 'This session' }).getByRole('cell').nth(2)
  const before = await user.evaluate((cell) => getComputedStyle(cell).color)
  await page.getByRole('row').filter({ hasText: 'This session' }).getByRole('checkbox').check()
  await expect(page.getByText('1 session selected')).toBeVisible()
  await expect(user, 'in a row that is selected').toHaveCSS('color', before)
  await page.goto('/users')
  await expect(page.getByRole('button', { name: 'Invite user' })).toHaveCSS('border-top-width', '1px')
})
