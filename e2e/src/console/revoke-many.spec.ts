import { routes, type LoginResponse } from '@tessera/contract'
import type { Page } from '@playwright/test'
import type { Api } from '../http/api.js'
import { createPerson, logIn, type Person, refresh, refusedRefresh } from '../http/people.js'
import { expect, rowOf, search, signedIn, test } from './test.js'

async function withSessions(api: Api, owner: Api, count: number): Promise<Person & { readonly sessions: readonly LoginResponse[] }> {
  const ada = await createPerson(owner)
  const sessions: LoginResponse[] = []
  for (let done = 0; done < count; done += 9)
    sessions.push(...(await Promise.all(Array.from({ length: Math.min(9, count - done) }, () => logIn(api, ada)))))
  return { ...ada, sessions }
}

const begin = (page: Page, words: string | RegExp) => page.getByRole('button', { name: words }).click()
const progress = (page: Page) => page.getByRole('region', { name: 'Progress' })

test('all that match are selected across pages, shown before they end, confirmed by their number, and ended', async ({
  page,
  api,
  owner,
}) => {
  test.slow()
  const ada = await withSessions(api, owner, 54)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, ada.email)
  await page.getByRole('group', { name: 'State' }).getByRole('button', { name: 'Active' }).click()
  await page.waitForURL((url) => url.searchParams.get('state') === 'active')
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  await expect(page.getByRole('row')).toHaveCount(51)
  await page.getByRole('checkbox', { name: 'Select the page' }).check()
  await expect(page.getByText('50 sessions selected')).toBeVisible()

  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(page.getByRole('row')).toHaveCount(5)
  await page.getByRole('checkbox', { name: 'Select the page' }).check()
  await expect(page.getByText('54 sessions selected')).toBeVisible()
  await page.getByRole('link', { name: 'First page' }).click()
  await expect(page.getByRole('row')).toHaveCount(51)
  await expect(page.getByText('54 sessions selected')).toBeVisible()
  await page.getByRole('button', { name: 'Select all 54 matching' }).click()
  await begin(page, 'Revoke all…')

  await expect(page.getByText(`Sessions with search ${ada.email}, state active`)).toBeVisible()
  await expect(page.getByText('54 sessions of 1 person would end.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Sample' }).getByRole('listitem')).toHaveCount(10)
  await page.getByLabel('Reason').fill('A leaked laptop')
  await begin(page, 'Revoke 54 sessions')
  await expect(page.getByText('This is something else. Nothing was ended.')).toBeVisible()
  await expect(page.getByLabel('Type 54, the number of sessions')).toBeFocused()
  await page.keyboard.type('54')
  await page.keyboard.press('Enter')

  await expect(progress(page)).toContainText('Begins in')
  await expect(page.getByRole('button', { name: 'Stop' })).toBeFocused()
  await expect(page).toHaveTitle(`Sessions with search ${ada.email}, state active · Revocation · Tessera`)
  const { pathname } = new URL(page.url())
  await page.reload()
  await expect(progress(page)).toContainText('54 sessions ended.', { timeout: 20_000 })
  for (const session of ada.sessions.slice(0, 3))
    expect(await refusedRefresh(api, session)).toMatchObject({ code: 'session_ended', reason: 'revoked_by_admin' })

  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('row', { name: 'A leaked laptop' }).getByRole('link').first().click()
  await expect(page).toHaveURL(new RegExp(`${pathname}$`))
})

test('few are chosen by keyboard alone, with a range, and stopped while it counts down', async ({ page, api, owner }) => {
  const ada = await withSessions(api, owner, 4)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, ada.email)
  await expect(page.getByRole('row')).toHaveCount(5)
  await page.getByRole('searchbox').press('Escape')
  for (const key of ['j', 'x', 'j', 'x', 'k']) await page.keyboard.press(key)
  await expect(page.getByText('2 sessions selected')).toBeVisible()
  await page.keyboard.press('x')
  await expect(page.getByText('1 session selected')).toBeVisible()
  await rowOf(page, ada)
    .nth(3)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] })
  await expect(page.getByText('4 sessions selected')).toBeVisible()
  await rowOf(page, ada).nth(3).getByRole('checkbox').press('Space')
  await expect(page.getByText('3 sessions selected')).toBeVisible()

  const button = page.getByRole('button', { name: 'Revoke 3 sessions…' })
  for (const again of ['by the way back', 'after a reload']) {
    await button.click()
    await expect(page.getByText('3 sessions of 1 person would end.')).toBeVisible()
    if (again === 'after a reload') await page.reload()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('3 sessions selected')).toBeVisible()
  }
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('3 sessions of 1 person would end.')).toBeVisible()
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Reason')).toBeFocused()
  await page.keyboard.type('Not sure yet')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Revoke 3 sessions' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Stop' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(progress(page).getByRole('heading')).toHaveText('Nothing was ended: 3 sessions spared.')
  await expect(progress(page).getByRole('heading')).toBeFocused()
  await page.goBack()
  await expect(page.getByRole('row')).toHaveCount(5)
  await expect(page.getByRole('button', { name: 'Clear' })).toHaveCount(0)
  await Promise.all(ada.sessions.map((session) => refresh(api, session)))
})

test('nothing ends when the number no longer fits: what changed is shown, and can be confirmed anew', async ({ page, api, owner }) => {
  const ada = await withSessions(api, owner, 2)
  await signedIn(page, owner)
  await page.goto(`/revocations/new?q=${encodeURIComponent(ada.email)}&state=active`)
  await expect(page.getByText('2 sessions of 1 person would end.')).toBeVisible()
  await owner.call(routes.revokeSession, { params: { id: ada.sessions[0]?.session_id ?? '' }, body: {} })
  await logIn(api, ada)
  await begin(page, 'Revoke 2 sessions')
  await expect(page.getByRole('alert').filter({ hasText: 'nothing was ended' })).toBeVisible()
  await expect(page.getByText(/ would end\.$/)).not.toHaveText(/^$/)
  await begin(page, /^Revoke \d+ sessions?$/)
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
})

test('one’s own session is spared unless one says otherwise, and then one learns why one is out', async ({ page, owner }) => {
  const ada = await signedIn(page, owner)
  await page.goto(`/revocations/new?everything=user&of=${encodeURIComponent(ada.email)}`)
  await expect(page.getByText('The session you are using now is among them. It is spared.')).toBeVisible()
  await page.getByRole('checkbox', { name: /Revoke the session I am using/ }).check()
  await expect(page.getByText('1 session of 1 person would end.')).toBeVisible()
  await page.getByLabel('Type the e-mail or id of the user').fill(ada.email.toUpperCase())
  await begin(page, 'Revoke everything')
  await expect(page.getByText('You were signed out because an administrator ended this session.')).toBeVisible({ timeout: 20_000 })
})

test('everything of a scope is asked for by its name, and what cannot be read ends nothing', async ({ page, api, owner }) => {
  const ada = await withSessions(api, owner, 1)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('button', { name: 'More about sessions' }).click()
  await page.getByRole('menuitem', { name: 'Revoke everything…' }).click()
  await expect(page.getByRole('heading', { name: 'Revoke everything' })).toBeVisible()
  await page.getByLabel('E-mail or id').fill('nobody-at-all@example.com')
  await begin(page, 'Show what would end')
  await expect(page.getByText('No user has this e-mail or id.')).toBeVisible()
  await page.getByLabel('E-mail or id').fill(ada.email)
  await begin(page, 'Show what would end')
  await expect(page.getByText('1 session of 1 person would end.')).toBeVisible()

  await page.goto('/revocations/new?matching=all&state=asleep')
  await expect(page.getByRole('alert').filter({ hasText: 'state=asleep' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^End/ })).toHaveCount(0)
})

test('an address that names nothing to end says so in words for people, and leads on', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.goto('/revocations/new?chosen=1')
  await expect(page.getByText('No sessions are chosen')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0)
  await page.getByRole('link', { name: 'To the sessions' }).click()
  await page.waitForURL((url) => url.pathname === '/sessions')

  for (const address of ['/revocations/new?ip=garbage', '/sessions?ip=garbage']) {
    await page.goto(address)
    await expect(page.getByText('The network must be an IPv4 or IPv6 address')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0)
  }

  for (const id of ['nope', '00000000-0000-4000-8000-000000000000']) {
    expect((await page.goto(`/revocations/${id}`))?.status()).toBe(404)
    await expect(page.getByRole('heading', { name: 'There is no such revocation' })).toBeVisible()
  }
})

for (const role of ['support', 'auditor'] as const) {
  test(`the role ${role} sees how revocations went, and can begin none`, async ({ page, api, owner }) => {
    const ada = await withSessions(api, owner, 1)
    const admin = api.as(await logIn(api, await createPerson(owner, ['admin'])))
    const { id } = await admin.call(routes.createRevocation, { body: { filter: { user_id: ada.id }, starts_in: 0 } })
    await signedIn(page, owner, [role])
    await page.goto('/sessions')
    await expect(page.getByRole('row').nth(1)).toBeVisible()
    await expect(page.getByRole('checkbox')).toHaveCount(0)
    await page.goto('/revocations/new')
    await expect(page.getByRole('heading', { name: 'Your role does not allow this' })).toBeVisible()
    await page.goto(`/revocations/${id}`)
    await expect(progress(page)).toContainText('1 session ended.')
    await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0)
  })
}

test('a selection that was taken back does not come again, and a count that fails loses nothing', async ({ page, api, owner }) => {
  const ada = await withSessions(api, owner, 2)
  const grace = await signedIn(page, owner)
  await page.goto(`/sessions?q=${ada.email}`)
  await page.getByRole('checkbox', { name: 'Select the page' }).check()
  await begin(page, 'Revoke 2 sessions…')
  await expect(page.getByText('2 sessions of 1 person would end.')).toBeVisible()
  await page.goBack()
  await expect(page.getByText('2 sessions selected')).toBeVisible()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('link', { name: 'Users', exact: true }).click()
  await page.waitForURL('**/users')
  await page.goBack()
  await expect(page.getByRole('row')).toHaveCount(3)
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)

  await logIn(api, grace)
  await page.goto(`/revocations/new?user_id=${grace.id}`)
  await page.getByLabel('Reason').fill('A leaked laptop')
  const include = page.getByRole('checkbox', { name: 'Revoke the session I am using, too.' })
  const isAction = (url: URL) => url.pathname === '/revocations/new'
  await page.route(isAction, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await include.click()
  await expect(page.getByRole('alert').filter({ hasText: 'It was not counted again.' })).toBeVisible()
  await expect(include).not.toBeChecked()
  await page.unroute(isAction)
  await include.check()
  await expect(page.getByText('2 sessions of 1 person would end.')).toBeVisible()
  await expect(page.getByLabel('Reason')).toHaveValue('A leaked laptop')
})
