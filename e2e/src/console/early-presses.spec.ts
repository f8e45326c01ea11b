import { startSystem } from '../system/system.js'
import { expect, holdScripts, signedIn, signIn, test } from './test.js'

for (const times of [1, 2]) {
  test(`a button pressed while the page’s scripts are still coming does once what it is for, pressed ${times === 1 ? 'once' : 'twice'}`, async ({
    page,
    owner,
  }) => {
    await signedIn(page, owner)
    const letCome = await holdScripts(page)
    await page.goto('/sessions?state=ended', { waitUntil: 'commit' })
    for (let time = 1; time <= times; time++) await page.getByRole('button', { name: 'Views' }).click()
    await expect(page.getByLabel('Save this search as')).toHaveCount(0)
    letCome()
    await expect(page.getByLabel('Save this search as')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByLabel('Save this search as')).toHaveCount(0)
    await page.getByRole('button', { name: 'Views' }).click()
    await expect(page.getByLabel('Save this search as')).toBeVisible()
  })
}

test('a button whose own label is still to come is not pressed in vain', async ({ browser }) => {
  test.slow()
  const system = await startSystem()
  const context = await browser.newContext({ baseURL: system.consoleUrl })
  try {
    const page = await context.newPage()
    await page.goto('/sign-in?next=%2Faccount')
    await signIn(page, system.owner)
    await page.waitForURL('**/account')
    await system.holdTable('saved_views')
    await page.goto('/sessions', { waitUntil: 'commit' })
    await page.getByRole('button', { name: 'Views' }).getByText('Views').click()
    await expect(page.getByRole('dialog', { name: 'Saved views' })).toBeVisible()
    await system.releaseTable()
    await expect(page.getByRole('dialog', { name: 'Saved views' })).toContainText('Search or filter first')
  } finally {
    await context.close()
    await system.stop()
  }
})
