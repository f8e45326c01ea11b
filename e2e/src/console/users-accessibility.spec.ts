import { routes } from '@tessera/contract'
import { createPerson, logIn } from '../http/people.js'
import { scan } from './scan.js'
import { expect, findUser, openUser, signedIn, test } from './test.js'

// Colours are the theme's, places the width's: each has its turn, not each with each.
for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 768],
  ['light', 360],
] as const) {
  test(`the pages of users and companies are free of faults that axe can find: ${colorScheme}, ${width} px`, async ({
    browser,
    api,
    owner,
  }) => {
    test.slow()
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const ada = await createPerson(owner, ['support'])
    await logIn(api, ada, { device_name: 'Ada’s phone' })
    await signedIn(page, owner)
    await page.goto('/users')
    await page.getByRole('row').nth(1).waitFor()
    await scan(page, 'users')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await scan(page, 'the filters')
    await page.keyboard.press('Escape')
    await findUser(page, 'nobody-at-all@example.com')
    await page.getByRole('heading', { name: 'No user matches' }).waitFor()
    await scan(page, 'no user')
    await page.getByRole('button', { name: 'Invite user' }).click()
    await page.getByLabel('Set one here').check()
    await page.getByRole('button', { name: 'Create user' }).click()
    await page.getByText('The e-mail must not be empty.').waitFor()
    await scan(page, 'an invitation with faults')

    await openUser(page, ada)
    await scan(page, 'a user')
    for (const name of ['Edit user', 'Delete user']) {
      await page.getByRole('button', { name }).click()
      await page.getByRole('dialog').waitFor()
      await scan(page, name)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await owner.call(routes.deleteUser, { params: { id: ada.id } })
    await page.reload()
    await page.getByRole('heading', { name: 'Deleted user' }).waitFor()
    await scan(page, 'a deleted user')

    await page.goto('/companies')
    await page.getByRole('row').nth(1).waitFor()
    await scan(page, 'companies')
    await page.getByRole('button', { name: 'New company' }).click()
    await page.getByRole('dialog').waitFor()
    await scan(page, 'a new company')
    await page.goto('/companies/1')
    await page.getByRole('region', { name: 'What belongs to it' }).waitFor()
    await scan(page, 'a company')
    await context.close()
  })
}
