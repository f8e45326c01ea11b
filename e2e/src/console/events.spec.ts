import { readFileSync } from 'node:fs'
import { createPerson, logIn } from '../http/people.js'
import { expect, search, signedIn, test } from './test.js'

test('the event log is searched, narrowed, opened and followed to what it is about', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto('/events')
  await search(page, ada.email, 'Search events')
  await expect(page.getByRole('row').filter({ hasText: 'Signed in' })).toHaveCount(1)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByLabel('Event', { exact: true }).selectOption('user_created')
  await page.getByRole('button', { name: 'Apply filters' }).click()
  await page.waitForURL((url) => url.searchParams.get('kind') === 'user_created')
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: /^Remove filter Event/ }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Signed in' })).toHaveCount(1)

  await page.getByRole('link', { name: 'Signed in' }).click()
  const panel = page.getByRole('dialog', { name: 'Signed in' })
  await expect(panel.getByRole('region', { name: 'Raw JSON' })).toContainText(session_id)
  await panel.getByRole('link', { name: 'Open the session' }).click()
  await page.waitForURL(`**/sessions/${session_id}`)
})

test('an open event has an address, for a colleague too, and Back closes it', async ({ page, context, api, owner }) => {
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto('/events')
  await search(page, ada.email, 'Search events')
  const row = page.getByRole('row').filter({ hasText: 'Signed in' })
  await expect(row).toHaveCount(1)
  await row.getByRole('link').click()
  const panel = page.getByRole('dialog', { name: 'Signed in' })
  await expect(panel).toBeVisible()
  const { searchParams } = new URL(page.url())
  await page.reload()
  await expect(panel.getByRole('region', { name: 'Raw JSON' })).toContainText(session_id)
  const isList = (url: URL) => url.searchParams.get('q') === ada.email && !url.searchParams.has('event')
  await page.goBack()
  await expect(panel).toHaveCount(0)
  await page.waitForURL(isList)
  await row.getByRole('link').click()
  await expect(panel).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await page.waitForURL(isList)

  const colleague = await context.newPage()
  // Where the list has not that event.
  await colleague.goto(`/events?q=nobody-at-all@example.com&event=${searchParams.get('event')}`)
  await expect(colleague.getByRole('dialog', { name: 'Signed in' }).getByRole('region', { name: 'Raw JSON' })).toContainText(session_id)
  await colleague.getByRole('button', { name: 'Close' }).click()
  await expect(colleague.getByRole('dialog')).toHaveCount(0)
  await expect(colleague).toHaveURL('/events?q=nobody-at-all%40example.com')
  await colleague.goto('/events?event=999999999999')
  await expect(colleague.getByRole('dialog', { name: 'There is no such event' })).toBeVisible()
})

test('what was found is saved as a file, whole and safe', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  await logIn(api.with({ 'user-agent': '=HYPERLINK("http://example.com")' }), ada)
  await signedIn(page, owner)
  await page.goto(`/events?user_id=${ada.id}`)
  await expect(page.getByRole('button', { name: `Remove filter About user: ${ada.email}` })).toBeVisible()
  for (const [format, line] of [
    ['CSV, for spreadsheets', /user_created/],
    ['JSON lines, for programs', new RegExp(`"kind":"user_created".*${ada.id}`)],
  ] as const) {
    await page.getByRole('button', { name: 'Export' }).click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: format }).click()])
    const text = readFileSync(await file.path(), 'utf8')
    expect(text).toMatch(line)
    expect(text).not.toMatch(/(^|,)"?=HYPERLINK/m)
  }
})

test('an event log without a match says how it is searched', async ({ page, owner }) => {
  await signedIn(page, owner, ['auditor'])
  await page.goto('/events?q=nobody-at-all@example.com')
  await expect(page.getByRole('heading', { name: /No event/ })).toBeVisible()
})
