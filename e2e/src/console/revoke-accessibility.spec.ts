import { routes } from '@tessera/contract'
import { createPerson, logIn } from '../http/people.js'
import { expectFit, scan } from './scan.js'
import { expect, search, signedIn, test } from './test.js'

for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 1024],
  ['light', 360],
] as const) {
  test(`ending many sessions is free of faults that axe can find, and fits: ${colorScheme}, ${width} px`, async ({
    browser,
    api,
    owner,
  }) => {
    test.slow()
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const ada = await createPerson(owner, [], `very-long-${'and-longer-'.repeat(6)}`)
    const hostile = '<img src=x onerror=alert(1)> \u202Eevil 👩🏽‍💻'
    await logIn(api.with({ 'user-agent': '<script>alert(1)</script>'.repeat(12) }), ada, { device_name: hostile })
    await logIn(api, ada)
    const look = async (what: string) => {
      await scan(page, what)
      await expectFit(page, what)
    }

    await signedIn(page, owner)
    await page.goto('/sessions')
    await search(page, ada.email)
    await expect(page.getByRole('row')).toHaveCount(3)
    await page.getByRole('checkbox', { name: 'Select the page' }).check()
    await expect(page.getByText('2 sessions selected')).toBeVisible()
    await look('sessions that are selected')
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByLabel('Save this search as').waitFor()
    await look('the saved views')
    await page.keyboard.press('Escape')
    if (width >= 768) {
      await page.getByRole('button', { name: 'Columns' }).click()
      await page.getByRole('checkbox', { name: 'Country' }).waitFor()
      await look('the columns')
      await page.keyboard.press('Escape')
    }
    await page.getByRole('button', { name: 'Revoke 2 sessions…' }).click()
    await expect(page.getByText('2 sessions of 1 person would end.')).toBeVisible()
    await look('what would end')

    const { id } = await owner.call(routes.createRevocation, { body: { filter: { user_id: ada.id }, starts_in: 60, reason: hostile } })
    await page.goto(`/revocations/${id}`)
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
    await look('the countdown')
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(page.getByRole('heading', { name: 'Nothing was ended: 2 sessions spared.' })).toBeVisible()
    await look('what came of it')
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('row').nth(1).waitFor()
    await look('the history')
    await page.goto('/revocations/new')
    await page.getByRole('radio', { name: /A client/ }).check()
    await look('of what everything is to end')
    await context.close()
  })
}
