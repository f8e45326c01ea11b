import { routes } from '@tessera/contract'
import { createPerson, logIn } from '../http/people.js'
import { look } from './scan.js'
import { expect, findUser, openUser, signedIn, test } from './test.js'

test('the pages of users and companies are free of faults that axe can find', async ({ page, api, owner }) => {
  test.slow()
  const ada = await createPerson(owner, ['support'])
  await logIn(api, ada, { device_name: 'Ada’s phone' })
  await signedIn(page, owner)
  await page.goto('/users')
  await page.getByRole('row').nth(1).waitFor()
  await look(page, 'users')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('dialog').waitFor()
  await look(page, 'the filters')
  await page.keyboard.press('Escape')
  await findUser(page, 'nobody-at-all@example.com')
  await page.getByRole('heading', { name: 'No user matches' }).waitFor()
  await look(page, 'no user')
  await page.getByRole('button', { name: 'Invite user' }).click()
  await page.getByLabel('Set one here').check()
  await page.getByRole('button', { name: 'Create user' }).click()
  await page.getByText('The e-mail must not be empty.').waitFor()
  await look(page, 'an invitation with faults')

  await openUser(page, ada)
  await look(page, 'a user')
  for (const name of ['Edit user', 'Delete user']) {
    await page.getByRole('button', { name }).click()
    await page.getByRole('dialog').waitFor()
    await look(page, name)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await owner.call(routes.deleteUser, { params: { id: ada.id } })
  await page.reload()
  await page.getByRole('heading', { name: 'Deleted user' }).waitFor()
  await look(page, 'a deleted user')

  await page.goto('/companies')
  await page.getByRole('row').nth(1).waitFor()
  await look(page, 'companies')
  await page.getByRole('button', { name: 'Create company' }).click()
  await page.getByRole('dialog').waitFor()
  await look(page, 'a new company')
  await page.goto('/companies/1')
  await page.getByRole('region', { name: 'What belongs to it' }).waitFor()
  await look(page, 'a company')
})
