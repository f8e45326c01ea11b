import { expect, holdScripts, signedIn, test } from './test.js'

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
