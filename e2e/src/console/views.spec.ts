import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { createPerson, logIn, uniqueName } from '../http/people.js'
import { expect, rowOf, signedIn, test, told } from './test.js'

test('a search is saved under a name, applied by it, and forgotten', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.goto('/sessions?reason=reuse_detected&state=ended')
  const name = 'Reuse 👩🏽‍💻 עברית'
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByLabel('Save this search as').fill('   ')
  await page.getByRole('button', { name: 'Save view' }).click()
  await expect(page.getByText('The name must not be empty.')).toBeVisible()
  await page.getByLabel('Save this search as').fill(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: `View: ${name}` })).toBeVisible()

  await page.goto('/sessions?q=somebody')
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('link', { name }).click()
  await page.waitForURL((url) => url.searchParams.get('reason') === 'reuse_detected' && !url.searchParams.has('q'))
  await page.getByRole('button', { name: `View: ${name}` }).click()
  await page.getByRole('button', { name: `Forget view ${name}` }).click()
  await expect(told(page, 'View forgotten')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Views', exact: true })).toBeVisible()
})

test('two views that are forgotten at once stay forgotten', async ({ page, owner }) => {
  await signedIn(page, owner)
  await saveViews(page, ['One', 'Other'])
  await page.goto('/sessions')
  await page.getByRole('button', { name: 'Views' }).click()
  await expect(page.getByRole('button', { name: 'Forget view One' })).toBeVisible()
  // Both before either is answered.
  await page
    .getByRole('list', { name: 'Saved views' })
    .evaluate((list) => list.querySelectorAll('button').forEach((button) => button.click()))
  await expect(told(page, 'View forgotten')).toHaveCount(2)
  await expect(page.getByText('No views yet.')).toBeVisible()
})

test('the menu stays open while views are forgotten, and the focus goes on to the next', async ({ page, owner }) => {
  await signedIn(page, owner)
  await saveViews(page, ['One', 'Other', 'Third'])
  await page.goto('/sessions')
  await page.getByRole('button', { name: 'Views' }).press('Enter')
  // The second click of a double click falls on what has moved up.
  await page.getByRole('button', { name: 'Forget view One' }).dispatchEvent('click', { detail: 2 })
  await page.getByRole('button', { name: 'Forget view Other' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Forget view Third' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Forget view One' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('No views yet.')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(told(page, 'View forgotten').first()).toBeVisible()
})

test('columns are chosen and ordered by keyboard, stay after a reload, and go back to how they were', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.goto('/sessions')
  const titles = () => page.getByRole('columnheader').allInnerTexts()
  await page.getByRole('button', { name: 'Columns' }).press('Enter')
  await page.getByRole('checkbox', { name: 'Country at login' }).press('Space')
  await page.getByRole('checkbox', { name: 'State' }).press('Space')
  await page.getByRole('button', { name: 'Move Country at login left' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Move Country at login left' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused()
  const chosen = ['User', 'Device', 'IP at login', 'Client', 'Country at login', 'Started', 'Last seen']
  expect((await titles()).filter((title) => chosen.includes(title))).toEqual(chosen)
  await page.reload()
  await expect(page.getByRole('columnheader', { name: 'Country at login' })).toBeVisible()
  expect(await titles()).not.toContain('State')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'Put back as it was' }).click()
  await expect(page.getByRole('columnheader', { name: 'State' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Country at login' })).toHaveCount(0)
})

test('narrows by network, system and day, says what it cannot read, and exports what it found', async ({ page, api, owner }) => {
  const device = `=cmd|' /C calc'!A0 ${uniqueName('')}`
  const ada = await createPerson(owner)
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
  await logIn(api.from('198.51.100.77').with({ 'user-agent': firefox }), ada, { device_name: device })
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}&colour=red`)
  await expect(rowOf(page, ada)).toHaveCount(2)
  await expect(page.getByText('colour=red')).toBeVisible()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByLabel('Network at login').fill('198.51.100.0/24')
  await page.getByLabel('System').fill('Linux')
  await page.getByLabel('Browser').fill('Firefox')
  const day = await page.evaluate(() => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10))
  await page.getByLabel('Last seen from').fill(day)
  await page.getByLabel('Last seen until').fill(day)
  await page.getByRole('button', { name: 'Apply filters' }).click()
  await expect(rowOf(page, ada)).toHaveCount(1)
  for (const chip of ['Network at login: 198.51.100.0/24', 'System: Linux', 'Browser: Firefox'])
    await expect(page.getByRole('button', { name: `Remove filter ${chip}` })).toBeVisible()

  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}&ip=198.51.100.0/24`)
  for (const [choice, first] of [
    [/CSV/, /"?'=cmd/],
    [/JSON lines/, /"=cmd/],
  ] as const) {
    await page.getByRole('button', { name: 'Export' }).click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: choice }).click()])
    const text = readFileSync(await file.path(), 'utf8')
    expect(text).toContain(ada.email)
    expect(text).toMatch(first)
    expect(text.trim().split('\n')).toHaveLength(choice.source === 'CSV' ? 2 : 1)
  }
})

/** Each is the search for its own name. */
async function saveViews(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await page.goto(`/sessions?q=${name}`)
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByLabel('Save this search as').fill(name)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: `View: ${name}` })).toBeVisible()
  }
}
