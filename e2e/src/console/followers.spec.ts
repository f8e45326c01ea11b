import { routes } from '@tessera/contract'
import type { Page } from '@playwright/test'
import type { Api } from '../http/api.js'
import { createPerson, logIn, type Person, uniqueName } from '../http/people.js'
import { look } from './scan.js'
import { expect, rowOf, signIn, test } from './test.js'

/** A company with an administrator, and with a service that follows what is revoked there. */
async function withFollower(api: Api, owner: Api) {
  const { id: companyId } = await owner.call(routes.createCompany, { body: { name: uniqueName('Kestrel') } })
  const admin = await createPerson(owner, ['admin'], 'admin', companyId)
  const { key } = await owner.call(routes.createApiKey, { body: { user_id: admin.id, name: 'Orders', scopes: ['revocations:read'] } })
  const service = api.with({ 'x-api-key': key })
  const name = uniqueName('orders')
  let after: string | undefined
  const report = async () => {
    for (let more = true; more;) {
      const page = await service.call(routes.readRevocations, { query: after === undefined ? {} : { after } })
      after = page.next
      more = page.more
    }
    const body = { follower: name, position: after ?? '', via: 'poll', when_stale: 'accept' } as const
    await service.call(routes.reportPosition, { body })
  }
  await report()
  const leave = () => service.call(routes.leaveFeed, { body: { follower: name } })
  return { companyId, admin, name, report, leave }
}

async function signedInAt(page: Page, person: Person, path: string): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`)
  await signIn(page, person)
  await page.waitForURL(({ pathname }) => pathname === path)
}

test('who follows the revocation feed is listed with how far it is, and goes from the list when it stops', async ({ page, api, owner }) => {
  const { admin, name, leave } = await withFollower(api, owner)
  await signedInAt(page, admin, '/api-keys')
  await page.getByRole('link', { name: 'Followers' }).click()
  await page.waitForURL('**/followers')
  const row = page.getByRole('row', { name })
  await expect(row).toContainText('Follows')
  await expect(row).toContainText('Polls')
  await expect(row).toContainText('Accepts')
  await expect(page.getByText(/honours? what was revoked longer ago/)).toBeVisible()
  await row.getByRole('link', { name: 'Orders' }).click()
  await page.waitForURL('**/api-keys/*')
  await page.goBack()
  await expect(row).toBeVisible()
  await leave()
  // Nobody loads the page again.
  await expect(row).toHaveCount(0)
})

test('where sessions are ended, it says who honours it already, until all do', async ({ page, api, owner }) => {
  const { companyId, admin, name, report, leave } = await withFollower(api, owner)
  const ada = await createPerson(owner, [], 'ada', companyId)
  const session = await logIn(api, ada)
  await signedInAt(page, admin, `/sessions/${session.session_id}`)
  await page.getByRole('button', { name: 'Revoke session' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke session' }).click()
  const notYet = page.getByText(new RegExp(`^Not yet by .*${name}`))
  const honoured = page.getByText(/^Honoured by/)
  await expect(notYet).toBeVisible()
  await report()
  await expect(notYet).toHaveCount(0)
  await expect(honoured).toBeVisible()
  // It is there with the page, and not after it: what stands below would move. Who looks anew knows of no report from the second of the end itself.
  await expect(async () => {
    await report()
    const [atOnce] = (await (await page.request.get(`/sessions/${session.session_id}`)).text()).split('<div hidden id="S:')
    expect(atOnce).toContain('Honoured by')
  }).toPass()

  await logIn(api, ada)
  const asAdmin = api.as(await logIn(api, admin))
  const { id } = await asAdmin.call(routes.createRevocation, { body: { filter: { user_id: ada.id }, starts_in: 0 } })
  await page.goto(`/revocations/${id}`)
  await expect(notYet).toBeVisible({ timeout: 20_000 })
  await report()
  await expect(notYet).toHaveCount(0)
  await expect(honoured).toBeVisible()

  await page.goto(`/sessions?q=${encodeURIComponent(ada.email)}`)
  await rowOf(page, ada).first().getByRole('link').first().click()
  await page.getByRole('dialog').getByText('Followers, and how far each is').waitFor()
  await report()
  await expect(page.getByRole('dialog').getByText(/^Honoured by/)).toBeVisible()
  await leave()
})

test('the followers are free of faults that axe can find, and fit', async ({ page, api, owner }) => {
  const { admin, name, leave } = await withFollower(api, owner)
  await signedInAt(page, admin, '/followers')
  await page.getByRole('row', { name }).waitFor()
  await look(page, 'followers')
  await leave()
})
