import { routes } from '@tessera/contract'
import { createPerson, logIn, uniqueName } from '../http/people.js'
import { expect, rowOf, signedIn, test } from './test.js'

// One by one: the pages of the last take the row of the first off its list.
test.describe.configure({ mode: 'default' })

test('owners create and rename companies, and find the users of each', async ({ page, api, owner }) => {
  const name = uniqueName('Kestrel')
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('link', { name: 'Companies' }).click()
  await page.getByRole('button', { name: 'Create company' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Create company' }).click()
  await expect(dialog.getByText('The name must not be empty.')).toBeVisible()
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Create company' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toBeVisible()
  // The dialog that created it has a field of the same name while it goes.
  await expect(dialog).toHaveCount(0)

  await row.hover()
  await row.getByRole('button', { name: `Rename ${name}` }).click()
  await dialog.getByLabel('Name').fill(`${name} Robotics 🤖`)
  await dialog.getByRole('button', { name: 'Rename company' }).click()
  await expect(row).toContainText('Robotics 🤖')

  const id = Number(await row.getByRole('cell').nth(1).textContent())
  const ada = await createPerson(owner, [], 'ada', id)
  await row.getByRole('link', { name: `${name} Robotics 🤖`, exact: true }).click()
  await page.waitForURL(`**/companies/${id}`)
  await page.getByRole('link', { name: '0 sessions live', exact: true }).waitFor()
  await expect(page.getByRole('link', { name: 'Revoke every session' })).toHaveCount(0)
  await logIn(api, ada)
  // Whoever goes back finds what is, and not the list as it was.
  await owner.call(routes.renameCompany, { params: { id }, body: { name: `${name} & Sons` } })
  await page.goBack()
  await expect(row).toContainText(`${name} & Sons`)
  await page.goForward()
  await expect(page.getByRole('link', { name: 'Revoke every session' })).toHaveAttribute(
    'href',
    `/revocations/new?everything=company&of=${id}`,
  )
  await page.getByRole('button', { name: 'Rename company' }).click()
  await dialog.getByLabel('Name').fill(`${name} Ltd`)
  await dialog.getByRole('button', { name: 'Rename company' }).click()
  await expect(page.getByRole('heading', { name: `${name} Ltd` })).toBeVisible()
  await page.getByRole('link', { name: '1 user', exact: true }).click()
  await page.waitForURL(`**/users?company_id=${id}`)
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(rowOf(page, ada)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Remove filter Company/ })).toBeVisible()
})

test('pages on to older companies and back', async ({ page, owner }) => {
  for (let tens = 0; tens < 6; tens++) {
    await Promise.all(Array.from({ length: 9 }, () => owner.call(routes.createCompany, { body: { name: uniqueName('Tern') } })))
  }
  await signedIn(page, owner)
  await page.goto('/companies')
  await expect(page.getByRole('row')).toHaveCount(51)
  await page.getByRole('link', { name: 'Next page' }).click()
  await page.waitForURL(/after=/)
  await expect(page.getByRole('link', { name: 'First page' })).toBeVisible()
  await page.getByRole('link', { name: 'First page' }).click()
  await expect(page.getByRole('row')).toHaveCount(51)
})

test('whoever is bound to a company sees that one, and changes nothing', async ({ page, owner }) => {
  await signedIn(page, owner, ['admin'])
  await page.goto('/companies')
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(page.getByRole('button', { name: /company|Rename/ })).toHaveCount(0)
  await page.goto('/companies/1')
  await expect(page.getByRole('link', { name: 'Revoke every session' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Rename company' })).toHaveCount(0)
  const { id } = await owner.call(routes.createCompany, { body: { name: uniqueName('Theirs') } })
  await page.goto(`/companies/${id}`)
  await expect(page.getByRole('heading', { name: 'There is no such company' })).toBeVisible()
})
