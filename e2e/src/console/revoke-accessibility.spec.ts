import { routes } from '@tessera/contract'
import { createPerson, logIn } from '../http/people.js'
import { look } from './scan.js'
import { expect, search, signedIn, test } from './test.js'

test('ending many sessions is free of faults that axe can find, and fits', async ({ page, api, owner }) => {
  test.slow()
  const ada = await createPerson(owner, [], `very-long-${'and-longer-'.repeat(6)}`)
  const hostile = '<img src=x onerror=alert(1)> \u202Eevil 👩🏽‍💻'
  await logIn(api.with({ 'user-agent': '<script>alert(1)</script>'.repeat(12) }), ada, { device_name: hostile })
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, ada.email)
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.getByRole('checkbox', { name: 'Select the page' }).check()
  await expect(page.getByText('2 sessions selected')).toBeVisible()
  await look(page, 'sessions that are selected')
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByLabel('Save this search as').waitFor()
  await look(page, 'the saved views')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Country' }).waitFor()
  // A narrower window offers none.
  await look(page, 'the columns', { narrowest: 768 })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Revoke 2 sessions…' }).click()
  await expect(page.getByText('2 sessions of 1 person would end.')).toBeVisible()
  await look(page, 'what would end')

  const { id } = await owner.call(routes.createRevocation, { body: { filter: { user_id: ada.id }, starts_in: 60, reason: hostile } })
  await page.goto(`/revocations/${id}`)
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
  await look(page, 'the countdown')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing was ended: 2 sessions spared.' })).toBeVisible()
  await look(page, 'what came of it')
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('row').nth(1).waitFor()
  await look(page, 'the history')
  await page.goto('/revocations/new')
  await page.getByRole('radio', { name: /A client/ }).check()
  await look(page, 'of what everything is to end')
})
