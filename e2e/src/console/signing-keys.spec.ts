import { routes } from '@tessera/contract'
import { startSystem } from '../system/system.js'
import { look } from './scan.js'
import { expect, signedIn, signIn, test, told } from './test.js'

// The key that signs stays: everybody in this run has tokens under it. What takes one away has a system of its own.
test.describe.configure({ mode: 'serial' })

test('an owner rotates, sees the next key wait, and withdraws it', async ({ page, owner }) => {
  await signedIn(page, owner)
  await page.goto('/signing-keys')
  await expect(page.getByText('Rotates by itself')).toBeVisible()
  const rows = page.getByRole('row')
  // The table may come after the text above it.
  await expect(rows.nth(1)).toBeVisible()
  const before = await rows.count()
  await page.getByRole('button', { name: 'Rotate key' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('When every verifier can know it')).toBeChecked()
  await dialog.getByRole('button', { name: 'Rotate key' }).click()
  await expect(told(page, 'Signing key rotated')).toBeVisible()
  await expect(rows).toHaveCount(before + 1)
  await expect(rows.nth(1)).toContainText('Waits')
  await expect(page.getByText('The next key takes over')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign with the next key now' })).toBeVisible()
  const { items } = await owner.call(routes.listSigningKeys)
  const kid = items.find(({ state }) => state === 'next')?.kid ?? ''
  expect((await owner.call(routes.jwks)).keys.map((key) => key.kid)).toContain(kid)

  await page.getByRole('button', { name: `Withdraw ${kid.slice(0, 8)}` }).click()
  await dialog.getByLabel('To be sure, type').fill('something')
  await dialog.getByRole('button', { name: 'Withdraw key' }).click()
  await expect(dialog.getByText('This is not the beginning of the key’s id.')).toBeVisible()
  await dialog.getByLabel('To be sure, type').fill(kid.slice(0, 8))
  await dialog.getByRole('button', { name: 'Withdraw key' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(rows.filter({ hasText: kid })).toContainText('Withdrawn')
  await expect(page.getByRole('button', { name: 'Rotate key' })).toBeVisible()
  expect((await owner.call(routes.jwks)).keys.map((key) => key.kid)).not.toContain(kid)
  expect((await owner.call(routes.listSigningKeys)).items.map(({ state }) => state)).toContain('active')
})

test('who rotates at once and withdraws the key that their own token is under stays where they are, and so does everybody else', async ({
  page,
  browser,
}) => {
  test.slow()
  const system = await startSystem()
  const context = await browser.newContext({ baseURL: system.consoleUrl })
  try {
    const other = await context.newPage()
    await other.goto('/sign-in?next=%2Faccount')
    await signIn(other, system.owner)
    await other.getByLabel('Name', { exact: true }).fill('Grace Hopper')
    await page.goto(`${system.consoleUrl}/sign-in?next=%2Fsigning-keys`)
    await signIn(page, system.owner)
    await page.getByRole('button', { name: 'Rotate key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('At once').check()
    await dialog.getByRole('button', { name: 'Rotate key' }).click()
    const before = page.getByRole('row').filter({ hasText: 'Published still' })
    await before.getByRole('button', { name: /^Withdraw/ }).click()
    const asked = await dialog.getByText('To be sure, type').innerText()
    await dialog.getByLabel('To be sure, type').fill(asked.slice(asked.lastIndexOf(' ') + 1))
    await dialog.getByRole('button', { name: 'Withdraw key' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'Withdrawn' })).toBeVisible()
    await expect(dialog).toHaveCount(0)
    await expect(page).toHaveURL(`${system.consoleUrl}/signing-keys`)

    await other.getByRole('button', { name: 'Save name' }).click()
    await expect(other.getByText('Your name is saved.')).toBeVisible()
    await expect(other).toHaveURL(`${system.consoleUrl}/account`)
    await expect(told(page, 'Signing key withdrawn')).toBeVisible()
    await expect(page.getByText(/^Access tokens under \S+ are refused here, and elsewhere when JWKS is fetched again\.$/)).toBeVisible()
  } finally {
    await context.close()
    await system.stop()
  }
})

test('what stands beside the one action does not move when it comes', async ({ page, owner, browser }) => {
  await signedIn(page, owner)
  // A browser that runs no script shows what stands there until the keys come.
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() })
  const before = await context.newPage()
  for (const each of [before, page]) await each.goto('/signing-keys')
  await expect(page.getByRole('button', { name: 'Rotate key' })).toBeVisible()
  const [then, now] = await Promise.all(
    [before, page].map((each) => each.getByRole('main').getByRole('link', { name: 'Events' }).boundingBox()),
  )
  expect(then?.x).toBe(now?.x)
  await context.close()
})

test('everybody with a role sees the keys, and only owners are offered anything', async ({ page, owner }) => {
  for (const role of ['admin', 'auditor'] as const) {
    await signedIn(page, owner, [role])
    await page.goto('/signing-keys')
    await expect(page.getByRole('row').filter({ hasText: 'Signs' }).last()).toBeVisible()
    await expect(page.getByRole('button', { name: /Rotate|Withdraw|Sign with/ })).toHaveCount(0)
    await page.context().clearCookies()
  }
})

test('the signing keys are free of faults that axe can find, and fit', async ({ page, owner }) => {
  const { kid } = await owner.call(routes.rotateSigningKey, { body: {} })
  await signedIn(page, owner)
  await page.goto('/signing-keys')
  await page.getByRole('row').filter({ hasText: 'Waits' }).waitFor()
  await look(page, 'signing keys')
  await page
    .getByRole('button', { name: `Withdraw ${kid.slice(0, 8)}` })
    .filter({ visible: true })
    .click()
  await page.getByRole('dialog').waitFor()
  await look(page, 'the question before a withdrawal')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Sign with the next key now' }).click()
  await page.getByRole('dialog').waitFor()
  await look(page, 'the question before a rotation')
  await owner.call(routes.withdrawSigningKey, { params: { kid } })
})
