import type { Locator } from '@playwright/test'
import { routes } from '@tessera/contract'
import { createPerson, logIn, refresh, uniqueName } from '../http/people.js'
import { expectFit } from './scan.js'
import { expect, holdPages, pressFirst, rowOf, search, signedIn, test, told } from './test.js'

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

test('a token that was found somewhere leads to its session, and is sent nowhere', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const { session_id, access_token, refresh_token } = await logIn(api, ada)
  await signedIn(page, owner)
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')))
  await page.goto('/sessions')
  await page.getByRole('row').nth(1).waitFor()
  const box = page.getByRole('searchbox')
  await expect(async () => {
    await box.evaluate((element, text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text', text)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, `Authorization: Bearer ${access_token}`)
    await expect(box).toHaveValue(session_id, { timeout: 500 })
  }).toPass()
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(rowOf(page, ada)).toBeVisible()
  await expect(told(page, 'The access token was replaced by the id of its session').first()).toBeVisible()

  const palette = page.getByRole('combobox', { name: 'Command palette' })
  await page.keyboard.press('Control+k')
  await palette.fill(refresh_token)
  await expect(palette).toHaveValue(session_id)
  await page.getByRole('option', { name: 'Open the session with this id' }).click()
  await page.waitForURL(`**/sessions/${session_id}`)

  await page.goto('/events')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByLabel('Session id').fill(refresh_token)
  await page.getByRole('button', { name: 'Apply filters' }).click()
  await page.waitForURL((url) => url.searchParams.get('session_id') === session_id)
  expect(sent.filter((request) => [access_token, refresh_token].some((token) => request.includes(token.slice(-40))))).toEqual([])
})

test('a search by an address says that it is the one at login, and leads to who moved there later', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const octet = () => Math.floor(Math.random() * 256)
  const network = `198.18.${octet()}`
  const stolen = await logIn(api, ada)
  await refresh(api.from(`${network}.7`), stolen)
  await signedIn(page, owner)
  // Another address of the same network: the log has the first alone.
  await page.goto(`/sessions?q=${network}.9`)
  await expect(page.getByRole('heading', { name: 'No session matches' })).toBeVisible()
  await page.getByRole('link', { name: `events from ${network}.9/24` }).click()
  await page.getByRole('link', { name: 'A session moved to another network or browser' }).click()
  await expect(page.locator(`a[href="/sessions/${stolen.session_id}"]`)).toBeVisible()

  await page.goto(`/revocations/new?ip=${network}.0/24`)
  await expect(page.getByText('0 sessions of 0 people would end.')).toBeVisible()
  await expect(page.getByRole('link', { name: `events from ${network}.0/24` })).toBeVisible()

  // What is no address is refused, and leads nowhere.
  await page.goto('/sessions?ip=198.18')
  await expect(page.getByRole('heading', { name: 'A part of this cannot be taken' })).toBeVisible()
  await expect(page.getByRole('link', { name: /^events from/ })).toHaveCount(0)
})

test('somebody’s name that is typed leads to them among the users', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  const name = `Ada ${uniqueName('Lovelace')}`
  await owner.call(routes.updateUser, { params: { id: ada.id }, body: { name } })
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(name)}`)
  await page.getByRole('link', { name: `look for “${name}” among the users` }).click()
  await expect(rowOf(page, ada)).toBeVisible()
  await page.goto('/sessions?q=203.0.113.7')
  await expect(page.getByRole('heading', { name: 'No session matches' })).toBeVisible()
  await expect(page.getByRole('link', { name: /among the users/ })).toHaveCount(0)
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

test('pages on to older sessions and back, and each page is where it was left', async ({ page, api, owner }) => {
  test.slow()
  const ada = await createPerson(owner)
  for (let tens = 0; tens < 6; tens++) await Promise.all(Array.from({ length: 9 }, () => logIn(api, ada)))
  await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, ada.email)
  await expect(page.getByRole('row')).toHaveCount(51)
  await expect(page.getByRole('status').filter({ hasText: '54 sessions' })).toBeVisible()
  const list = page.locator('[data-scrolls]')
  const place = () => list.evaluate(({ scrollTop }) => scrollTop)
  await list.evaluate((scrolls) => scrolls.scrollTo({ top: 700 }))
  await expect.poll(() => page.evaluate(() => JSON.stringify(sessionStorage))).toContain('700')
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(page.getByRole('row')).toHaveCount(5)
  await page.goBack()
  await expect(page.getByRole('row')).toHaveCount(51)
  await expect.poll(place).toBe(700)
  await page.reload()
  await expect.poll(place).toBe(700)
  await rowOf(page, ada).nth(25).getByRole('link').click()
  await expect(page.getByRole('dialog')).toContainText(`Session of ${ada.email}`)
  await page.reload()
  await expect(page.getByRole('heading', { name: `Session of ${ada.email}`, level: 1 })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('row')).toHaveCount(51)
  await expect.poll(place).toBe(700)

  const letCome = await holdPages(page)
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(page.locator('[aria-busy=true]').getByRole('row')).toHaveCount(51)
  letCome()
  await expect(page.getByRole('row')).toHaveCount(5)
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  await page.getByRole('link', { name: 'First page' }).click()
  await expect(page.getByRole('row')).toHaveCount(51)
  expect(await place()).toBe(0)
})

test('a row that is opened over a slow line says so at once', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, ada.email)
  await expect(page.getByRole('row')).toHaveCount(2)
  const letCome = await holdPages(page)
  await rowOf(page, ada).getByRole('link').click()
  await expect(rowOf(page, ada)).toHaveAttribute('aria-busy', 'true')
  await expectFit(page, 'a row that is being opened')
  letCome()
  await expect(page.getByRole('dialog')).toContainText(`Session of ${ada.email}`)
  await page.keyboard.press('Escape')
  await expect(rowOf(page, ada)).not.toHaveAttribute('aria-busy')
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

test('the sessions of one person bear their name, and from a session the way leads back to them', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/users/${ada.id}`)
  await page.getByRole('link', { name: 'Find in sessions' }).click()
  await page.waitForURL(`**/sessions?user_id=${ada.id}`)
  const chip = page.getByRole('button', { name: `Remove filter User: ${ada.email}` })
  await expect(chip).toBeVisible()
  await rowOf(page, ada).getByRole('link').click()
  await expect(page.getByRole('dialog')).toContainText(`Session of ${ada.email}`)
  await page.reload()
  await page.getByRole('main').getByRole('link', { name: 'Sessions', exact: true }).click()
  await page.waitForURL(`**/sessions?user_id=${ada.id}`)
  await expect(chip).toBeVisible()
})

test('a later page without a match says just that', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.goto('/sessions?country=AQ&after=00000000-0000-7000-8000-000000000000')
  await expect(page.getByRole('heading', { name: 'No further session matches' })).toBeVisible()
})

test('a press with Ctrl or the middle button on a row opens it in another tab, which says whose it is, and the list stays', async ({
  page,
  api,
  owner,
}) => {
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const cell = rowOf(page, ada).getByRole('cell', { name: 'Active' })
  for (const press of [() => cell.click({ modifiers: ['ControlOrMeta'] }), () => cell.click({ button: 'middle' })]) {
    const opened = page.context().waitForEvent('page')
    await press()
    const other = await opened
    await other.waitForURL(`**/sessions/${session_id}`)
    await expect(other).toHaveTitle(`${ada.email}, node · Session · Tessera`)
  }
  expect(new URL(page.url()).pathname).toBe('/sessions')
})

test('a list and its one action fit where a page is seen at four times its size', async ({ page, owner }) => {
  await page.setViewportSize({ width: 320, height: 256 })
  await signedIn(page, owner)
  await page.goto('/revocations')
  await expect(page.getByRole('link', { name: 'Revoke everything…' })).toBeVisible()
  await expectFit(page, 'revocations')
})

test('the row that the keyboard is in lies under neither the head of the list nor the bar of what is selected', async ({
  page,
  api,
  owner,
}) => {
  const ada = await createPerson(owner)
  for (let time = 0; time < 10; time++) await logIn(api, ada)
  await page.setViewportSize({ width: 320, height: 256 })
  await signedIn(page, owner)
  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}`)
  await expect(page.getByRole('row')).toHaveCount(11)
  const row = (place: number) => page.getByRole('row').nth(place).getByRole('link')
  const go = async (key: string, from: number, to: number) => {
    for (let place = from; place !== to; place += Math.sign(to - from)) await page.keyboard.press(key)
    await expect(row(to)).toBeFocused()
    expect(await isOnTop(row(to)), `${key} from ${from} to ${to}`).toBe(true)
  }
  await pressFirst(page, 'j', (within) => expect(row(1)).toBeFocused(within))
  await go('j', 1, 8)
  await go('k', 8, 3)
  await page.keyboard.press('x')
  await expect(page.getByText('1 session selected')).toBeVisible()
  await go('j', 3, 8)
  await go('k', 8, 2)
})

/** Whether nothing lies over the middle of it. */
const isOnTop = (link: Locator) =>
  link.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2))
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

test('an empty list that a filter alone has narrowed does not speak of searching', async ({ page, owner }) => {
  const { id } = await owner.call(routes.createCompany, { body: { name: uniqueName('Empty') } })
  await signedIn(page, owner)
  for (const path of ['/sessions', '/users', '/events?kind=user_disabled']) {
    await page.goto(`${path}${path.includes('?') ? '&' : '?'}company_id=${id}`)
    await expect(page.getByText('Remove a filter, or take another.')).toBeVisible()
    await expect(page.getByText('The search takes')).toHaveCount(0)
  }
})
