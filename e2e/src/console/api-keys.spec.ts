import { routes } from '@tessera/contract'
import { createPerson, uniqueName } from '../http/people.js'
import { expectFit, scan } from './scan.js'
import { expect, rowOf, signedIn, test, told } from './test.js'

test('an admin makes an API key for somebody, finds it by whose it is, and revokes it', async ({ page, owner, api, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const ada = await createPerson(owner)
  const name = uniqueName('Report')
  await signedIn(page, owner, ['admin'])
  await page.goto('/api-keys')
  await page.getByRole('button', { name: 'New API key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'User' }).fill('nobody-at-all@example.com')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: 'Create API key' }).click()
  await expect(dialog.getByText('No user has this e-mail, or this id.')).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: 'User' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'User' }).fill(ada.email)
  await dialog.getByRole('button', { name: 'Create API key' }).click()
  await expect(dialog.getByText('Choose at least one.')).toBeVisible()
  await expect(dialog.getByLabel('Follow what is revoked in its company')).toBeVisible()
  await expect(dialog.getByLabel('Follow what is revoked in every company')).toHaveCount(0)
  await dialog.getByLabel('Introspect tokens').check()
  await dialog.getByRole('button', { name: 'Create API key' }).click()
  await page.getByRole('button', { name: 'Copy API key' }).click()
  const key = await page.evaluate(() => navigator.clipboard.readText())
  await page.getByRole('button', { name: 'I have kept it' }).click()
  expect(key).toMatch(/^tessera_ak_/)

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('textbox', { name: 'User' }).fill(ada.email)
  await page.getByRole('combobox', { name: 'State' }).selectOption('Live')
  await page.getByRole('button', { name: 'Apply filters' }).click()
  await page.waitForURL((url) => url.searchParams.get('user_id') === ada.id && url.searchParams.get('state') === 'live')
  await expect(page.getByRole('button', { name: `Remove filter User: ${ada.email}` })).toBeVisible()
  const row = rowOf(page, ada)
  await expect(page.getByRole('row')).toHaveCount(2)
  await row.getByRole('link').click()
  await page.waitForURL('**/api-keys/*')
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await expect(page.getByText(key)).toHaveCount(0)
  await page.getByRole('button', { name: 'Revoke API key' }).click()
  await dialog.getByRole('button', { name: 'Revoke API key' }).click()
  await expect(told(page, `${name} is refused from now on.`)).toBeVisible()
  await expect(page.getByText('Revoked', { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Revoke API key' })).toHaveCount(0)
  const { items } = await owner.call(routes.listApiKeys, { query: { user_id: ada.id } })
  expect(items).toMatchObject([{ name, state: 'revoked', scopes: ['introspect'] }])
  expect((await api.send(routes.live, {})).status).toBe(200)
})

test('a key is revoked from the list by keyboard, and whoever only looks is offered nothing', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  const name = uniqueName('Nightly')
  await owner.call(routes.createApiKey, { body: { user_id: ada.id, name, scopes: ['tokens'] } })
  await signedIn(page, owner)
  await page.goto(`/api-keys?user_id=${ada.id}`)
  // The row is there before its script is.
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(page.getByRole('link', { name, exact: true })).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('r')
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke API key' }).press('Enter')
  await expect(rowOf(page, ada)).toContainText('Revoked')

  await page.context().clearCookies()
  await signedIn(page, owner, ['support'])
  await page.goto(`/api-keys?user_id=${ada.id}`)
  await expect(rowOf(page, ada)).toBeVisible()
  await expect(page.getByRole('button', { name: /New API key|Revoke/ })).toHaveCount(0)
  await page.goto('/api-keys?user_id=01940000-0000-7000-8000-000000000001')
  await expect(page.getByRole('heading', { name: 'No API keys match' })).toBeVisible()
  await page.goto('/api-keys/01940000-0000-7000-8000-000000000001')
  await expect(page.getByRole('heading', { name: 'There is no such API key' })).toBeVisible()
})

for (const [colorScheme, width] of [
  ['dark', 1280],
  ['light', 360],
] as const) {
  test(`the pages of API keys are free of faults that axe can find, and fit: ${colorScheme}, ${width} px`, async ({ browser, owner }) => {
    test.slow()
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const ada = await createPerson(owner)
    const { id } = await owner.call(routes.createApiKey, {
      body: { user_id: ada.id, name: `${'long '.repeat(15)}<b>🤖`, scopes: ['tokens', 'introspect', 'sessions:read', 'sessions:revoke'] },
    })
    await signedIn(page, owner)
    await page.goto('/api-keys')
    await page.getByRole('row').nth(1).waitFor()
    await scan(page, 'API keys')
    await expectFit(page, 'API keys')
    for (const name of ['Filter', 'New API key']) {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('dialog').waitFor()
      await scan(page, name)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await page.goto(`/api-keys/${id}`)
    await page.getByRole('button', { name: 'Revoke API key' }).click()
    await page.getByRole('dialog').waitFor()
    await scan(page, 'the question')
    await page.keyboard.press('Escape')
    await scan(page, 'an API key')
    await expectFit(page, 'an API key')
    await context.close()
  })
}
