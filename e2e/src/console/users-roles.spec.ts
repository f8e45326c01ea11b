import { type Role, routes } from '@tessera/contract'
import { createPerson } from '../http/people.js'
import { startSystem } from '../system/system.js'
import { expect, openUser, signedIn, signIn, test } from './test.js'

const all = ['Edit user', 'Reset password', 'Disable user', 'Delete user']

const table: readonly [viewer: Role, user: readonly Role[], actions: readonly string[]][] = [
  ['owner', ['owner'], all],
  ['owner', [], all],
  ['admin', [], all],
  ['admin', ['support', 'auditor'], all],
  ['admin', ['admin'], []],
  ['admin', ['owner'], []],
  ['support', [], []],
  ['auditor', [], []],
]

for (const [viewer, roles, actions] of table) {
  test(`${viewer} looks at ${roles.join(' and ') || 'somebody without a role'}: ${actions.length > 0 ? 'may act' : 'may only look'}`, async ({
    page,
    owner,
  }) => {
    const ada = await createPerson(owner, roles)
    await signedIn(page, owner, [viewer])
    await openUser(page, ada)
    for (const name of all) await expect(page.getByRole('button', { name })).toHaveCount(actions.includes(name) ? 1 : 0)
  })
}

for (const [viewer, invites, sees] of [
  ['owner', ['Owner', 'Admin', 'Support', 'Auditor'], true],
  ['admin', ['Support', 'Auditor'], false],
  ['support', null, false],
  ['auditor', null, false],
] as const) {
  test(`${viewer} ${invites ? `invites and gives ${invites.join(', ')}` : 'invites nobody'}, and ${sees ? 'sees' : 'does not see'} companies`, async ({
    page,
    owner,
  }) => {
    await signedIn(page, owner, [viewer])
    await page.goto('/users')
    await page.getByRole('row').nth(1).waitFor()
    await expect(page.getByRole('columnheader', { name: 'Company' })).toHaveCount(sees ? 1 : 0)
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Companies' })).toHaveCount(sees ? 1 : 0)
    await expect(page.getByRole('button', { name: 'Invite user' })).toHaveCount(invites ? 1 : 0)
    if (!invites) return
    await page.getByRole('button', { name: 'Invite user' }).click()
    const boxes = page.getByRole('dialog').getByRole('checkbox')
    await expect(boxes).toHaveCount(invites.length)
    for (const [place, name] of invites.entries()) await expect(boxes.nth(place)).toHaveAccessibleName(new RegExp(`^${name}`))
    await expect(page.getByRole('dialog').getByLabel(/^Company/)).toHaveCount(sees ? 1 : 0)
  })
}

test('without a role there is no list, and a way to one’s own account', async ({ page, owner }) => {
  await signIn(page, await createPerson(owner))
  await page.waitForURL('**/account')
  await page.goto('/users')
  await expect(page.getByRole('heading', { name: 'Your account has no role here' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to your account' }).click()
  await page.waitForURL('**/account')
})

test('the last owner cannot be taken away, and while the database is down the pages say so', async ({ browser }) => {
  test.slow()
  const system = await startSystem()
  const context = await browser.newContext({ baseURL: system.consoleUrl })
  try {
    const page = await context.newPage()
    await page.goto('/sign-in?next=%2Fsessions')
    await signIn(page, system.owner)
    await page.waitForURL(({ pathname }) => pathname === '/sessions')
    await page.goto(`/users?q=${encodeURIComponent(system.owner.email)}`)
    await page.getByRole('row').getByRole('link', { name: system.owner.email }).click()
    await page.getByRole('button', { name: 'Disable user' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('This is your own account: you are signed out here too.')
    await dialog.getByRole('button', { name: 'Disable user' }).click()
    await expect(dialog.getByRole('alert')).toContainText('The platform would be left without an owner. The user was not disabled.')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Edit user' }).click()
    await system.stopDatabase()
    await dialog.getByLabel('Name').fill('Ada')
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await expect(dialog.getByRole('alert')).toContainText('The user was not changed.')
    await page.goto('/users')
    await expect(page.getByRole('alert').filter({ hasText: 'The users were not loaded.' })).toBeVisible()
    await system.startDatabase()
    await expect(async () => {
      await page.getByRole('button', { name: /again/i }).first().click({ timeout: 1000 })
      await expect(page.getByRole('row')).toHaveCount(2, { timeout: 3000 })
    }).toPass()
  } finally {
    await context.close()
    await system.stop()
  }
})

test('a user of nowhere is not there', async ({ page, owner }) => {
  await signedIn(page, owner)
  for (const id of ['019aa000-0000-4000-8000-000000000000', 'nonsense']) {
    await page.goto(`/users/${id}`)
    await expect(page.getByRole('heading', { name: 'There is no such user' })).toBeVisible()
  }
  expect(await owner.refused(routes.readUser, { params: { id: '019aa000-0000-4000-8000-000000000000' } })).toMatchObject({ status: 404 })
})
