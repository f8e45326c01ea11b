import { createPerson, logIn, uniqueName } from '../http/people.js'
import { expect, pressFirst, rowOf, search, signedIn, test } from './test.js'

test('searches by e-mail, address and id, and the address of the page keeps it all', async ({ page, api, owner }) => {
  const ada = await createPerson(owner, [], 'ada')
  const ip = `2001:db8::${Math.floor(Math.random() * 0xffff).toString(16)}:${Math.floor(Math.random() * 0xffff).toString(16)}`
  const { session_id } = await logIn(api.from(ip), ada)
  await signedIn(page, owner)
  await page.goto('/sessions')
  for (const text of [ada.email.slice(0, -8), ip, session_id, ada.id]) {
    await search(page, text)
    await expect(page.getByRole('row')).toHaveCount(2)
    await expect(rowOf(page, ada)).toBeVisible()
  }
  await page.reload()
  await expect(page.getByRole('searchbox')).toHaveValue(ada.id)
  await expect(rowOf(page, ada)).toBeVisible()
})

test('narrows by state and filters, which stand as chips and go away again', async ({ page, api, owner }) => {
  const device = uniqueName('tablet')
  const ada = await createPerson(owner)
  await logIn(api, ada, { device_name: device })
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('textbox', { name: 'Device' }).fill(device)
  await page.getByRole('button', { name: 'Apply filters' }).click()
  await page.waitForURL((url) => url.searchParams.get('device') === device)
  await expect(page.getByRole('row')).toHaveCount(2)

  await page.getByRole('group', { name: 'State' }).getByRole('button', { name: 'Ended' }).click()
  await expect(page.getByRole('heading', { name: 'No session matches' })).toBeVisible()
  await page.getByRole('group', { name: 'State' }).getByRole('button', { name: 'Active' }).click()
  await expect(rowOf(page, ada)).toBeVisible()

  await page.getByRole('button', { name: `Remove filter Device: ${device}` }).click()
  await page.waitForURL((url) => !url.searchParams.has('device'))
  await page.goBack()
  await expect(page.getByRole('button', { name: `Remove filter Device: ${device}` })).toBeVisible()
})

test('the filters can be applied without scrolling on a low screen', async ({ page, owner }) => {
  await page.setViewportSize({ width: 1366, height: 768 })
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const apply = page.getByRole('button', { name: 'Apply filters' })
  await expect(apply).toBeInViewport({ ratio: 1 })
  const last = page.getByLabel('Ended before')
  await last.focus()
  const foot = (await apply.boundingBox())?.y ?? 0
  expect((await last.boundingBox())?.y).toBeLessThan(foot - 32)
})

test('finds the sessions of a browser that the filters offer, however it is typed', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const chrome = 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
  await logIn(api.with({ 'user-agent': `${chrome} Edg/131.0.0.0` }), ada)
  await logIn(api.with({ 'user-agent': chrome }), ada)
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}`)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('combobox', { name: 'Browser' }).fill('microsoft edge')
  await page.getByRole('combobox', { name: 'System' }).fill('Chrome OS')
  await page.getByRole('button', { name: 'Apply filters' }).click()
  await expect(page.getByRole('button', { name: 'Remove filter Browser: Microsoft Edge' })).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(rowOf(page, ada)).toContainText('Microsoft Edge 131 on Chrome OS')
})

test('pages on to older sessions and back', async ({ page, api, owner }) => {
  test.slow()
  const ada = await createPerson(owner)
  for (let tens = 0; tens < 6; tens++) await Promise.all(Array.from({ length: 9 }, () => logIn(api, ada)))
  await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, ada.email)
  await expect(page.getByRole('row')).toHaveCount(51)
  await expect(page.getByRole('status').filter({ hasText: '54 sessions' })).toBeVisible()
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(page.getByRole('row')).toHaveCount(5)
  await page.getByRole('link', { name: 'First page' }).click()
  await expect(page.getByRole('row')).toHaveCount(51)
})

test('works by keyboard alone', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('heading', { name: 'Sessions' }).waitFor()
  await pressFirst(page, '/', (within) => expect(page.getByRole('searchbox')).toBeFocused(within))
  await page.keyboard.type(ada.email)
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await expect(rowOf(page, ada).first().getByRole('link', { name: ada.email })).toBeFocused()
  await page.keyboard.press('r')
  await expect(page.getByRole('dialog')).toContainText('Revoke this session?')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('Keyboard shortcuts')
  await page.keyboard.press('Escape')
  await rowOf(page, ada).first().getByRole('link', { name: ada.email }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText(`Session of ${ada.email}`)
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/\/sessions\?q=/)
})

test('whoever opened a row by pointer goes on from it by keyboard', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  for (let logins = 0; logins < 3; logins++) await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}`)
  const link = (row: number) => rowOf(page, ada).nth(row).getByRole('link')
  await rowOf(page, ada).nth(1).locator('time').first().click()
  await expect(page.getByRole('dialog')).toContainText(`Session of ${ada.email}`)
  await expect(page).toHaveTitle('Session · Tessera')
  await page.keyboard.press('Escape')
  await expect(page).toHaveTitle('Sessions · Tessera')
  await expect(link(1)).toBeFocused()
  await page.keyboard.press('j')
  await expect(link(2)).toBeFocused()
})

test('shows exact times whole where the keyboard is, in a narrowed column too', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}`)
  const exact = /^\d{4}-\d\d-\d\d \d\d:\d\d$/
  const times = rowOf(page, ada).locator('time')
  const cut = () => times.evaluateAll((all) => all.filter((time) => time.scrollWidth > time.clientWidth).length)
  const link = rowOf(page, ada).getByRole('link')
  await pressFirst(page, 'j', (within) => expect(link).toBeFocused(within))
  await expect(times).toHaveText([exact, exact], { useInnerText: true })
  expect(await cut()).toBe(0)

  const edge = page.getByRole('separator', { name: 'Width of Last seen' })
  for (let times = 0; times < 4; times++) await edge.press('ArrowLeft')
  await page.keyboard.press('j')
  await expect(link).toBeFocused()
  expect(await cut()).toBe(1)
  await expect(rowOf(page, ada).locator('bdi').last()).toHaveText(exact)
})

test('shows what strangers wrote as text, and keeps its shape', async ({ page, api, owner }) => {
  const hostile = '<img src=x onerror=alert(1)>"; DROP TABLE sessions; -- =cmd|calc \u202Eevil'
  const ada = await createPerson(owner)
  await logIn(api.with({ 'user-agent': `${'<script>alert(1)</script>'.repeat(12)}` }), ada, { device_name: hostile })
  await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, ada.email)
  await expect(rowOf(page, ada)).toContainText('<img src=x')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  expect(wide).toBe(false)
})

for (const [role, may] of [
  ['auditor', false],
  ['support', true],
] as const) {
  test(`the role ${role} ${may ? 'may' : 'may not'} revoke`, async ({ page, api, owner }) => {
    const ada = await createPerson(owner)
    const { session_id } = await logIn(api, ada)
    await signedIn(page, owner, [role])
    await page.goto('/sessions')
    await search(page, ada.email)
    await expect(rowOf(page, ada)).toBeVisible()
    await expect(rowOf(page, ada).getByRole('button', { name: 'Revoke' })).toHaveCount(may ? 1 : 0)
    await page.goto(`/sessions/${session_id}`)
    await expect(page.getByRole('heading', { name: `Session of ${ada.email}` })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Revoke session' })).toHaveCount(may ? 1 : 0)
  })
}
