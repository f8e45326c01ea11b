import type { Role } from '@tessera/contract'
import { expectFit } from './scan.js'
import { expect, signedIn, signIn, test } from './test.js'
import { createPerson } from '../http/people.js'

const everybody = ['Overview', 'Sessions', 'Users', 'Clients', 'API keys', 'Signing keys', 'Events']
const shown: readonly (readonly [role: Role, places: readonly string[]])[] = [
  ['owner', ['Overview', 'Sessions', 'Users', 'Companies', 'Clients', 'API keys', 'Signing keys', 'Events']],
  ['admin', everybody],
  ['support', everybody],
  ['auditor', everybody],
]

for (const [role, places] of shown) {
  test(`the places of an ${role}`, async ({ page, owner }) => {
    await signedIn(page, owner, [role])
    await page.goto('/sessions')
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link')).toHaveText(places)
  })
}

test('whoever has no role is led to no place, and each page says so', async ({ page, owner }) => {
  await signIn(page, await createPerson(owner))
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0)
  for (const path of [
    '/overview',
    '/sessions',
    '/revocations',
    '/users',
    '/companies',
    '/clients',
    '/api-keys',
    '/followers',
    '/signing-keys',
    '/events',
    '/receivers',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: 'Your account has no role here' }), path).toBeVisible()
  }
})

test('in a low window what is long scrolls below its head, and the page itself does not', async ({ page, owner }) => {
  await page.setViewportSize({ width: 1280, height: 320 })
  await signedIn(page, owner)
  await page.addInitScript(noteTallest)
  for (const path of ['/overview', '/sessions', '/users', '/clients', '/signing-keys', '/events', '/account/security']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible()
    await expect(page.getByText(/^Loading /), path).toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.scrollHeight), path).toBe(320)
    expect(await page.evaluate(() => Number(Reflect.get(window, 'tallest') ?? 0)), `waiting for ${path}`).toBeLessThanOrEqual(320)
  }
})

/** Notes how tall the page is at most while the bars of a list stand where its rows will be. */
function noteTallest(): void {
  new MutationObserver(() => {
    if (!document.querySelector('table[role=presentation]')) return
    Reflect.set(window, 'tallest', Math.max(Number(Reflect.get(window, 'tallest') ?? 0), document.documentElement.scrollHeight))
  }).observe(document, { childList: true, subtree: true })
}

test('in a narrow window the places are behind one button, which the keyboard opens', async ({ page, owner }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('button', { name: 'Go to another place than Sessions' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Revocations' }).press('Enter')
  await page.waitForURL('**/revocations')
  await expectFit(page, 'the revocations')
})

test('in a narrow window what a list is for stands beside its title, whenever its number comes', async ({ page, owner }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signedIn(page, owner)
  for (const [path, name] of [
    ['/companies', 'Create company'],
    ['/revocations', 'Revoke everything…'],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('status').filter({ hasText: /^\d/ })).toHaveCount(1)
    const [title, action] = await Promise.all(
      [page.getByRole('heading', { level: 1 }), page.getByText(name)].map((part) => part.evaluate((it) => it.getBoundingClientRect())),
    )
    expect(action!.top, path).toBeLessThan(title!.bottom)
  }
})

test('where a page is seen at four times its size the places scroll in their menu', async ({ page, owner }) => {
  await page.setViewportSize({ width: 320, height: 256 })
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('button', { name: 'Go to another place than Sessions' }).press('Enter')
  // Pressed before, it would scroll the page.
  await expect(page.getByRole('menu')).toBeFocused()
  await page.keyboard.press('End')
  await expect(page.getByRole('menuitem').last()).toBeInViewport({ ratio: 1 })
})
