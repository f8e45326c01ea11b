import type { Page } from '@playwright/test'
import { createPerson, logIn } from '../http/people.js'
import { expect, rowOf, search, signedIn, test } from './test.js'

/** Milliseconds after the last key until a list is searched. */
const typingPause = 300

test('a row that is opened before what was typed is asked for stays open', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const { session_id } = await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await search(page, ada.email)
  await expect(page.getByRole('row')).toHaveCount(2)

  const asked = searchesFor(page, ada.id)
  let open = () => {}
  const mayOpen = new Promise<void>((done) => (open = done))
  await page.route(`**/sessions/${session_id}?*`, async (route) => {
    await mayOpen
    await route.continue()
  })
  await page.getByRole('searchbox').fill(ada.id)
  await rowOf(page, ada).getByRole('cell').nth(2).click()
  await typingIsOver(page)
  open()
  await page.waitForURL(`**/sessions/${session_id}`)
  await typingIsOver(page)
  await expect(page).toHaveURL(`/sessions/${session_id}`)
  expect(asked).toEqual([])

  await page.goBack()
  await expect(page.getByRole('searchbox')).toHaveValue(ada.email)
})

test('what was typed is asked for once, with a filter that is chosen meanwhile, and not by whoever goes back', async ({
  page,
  api,
  owner,
}) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  await signedIn(page, owner)
  await page.goto('/sessions')
  await rowOf(page, ada).waitFor()
  const asked = searchesFor(page, ada.id)
  await search(page, ada.id)
  await expect(page.getByRole('row')).toHaveCount(2)
  await typingIsOver(page)
  expect(asked).toHaveLength(1)

  const further = searchesFor(page, ada.email)
  await page.getByRole('searchbox').fill(ada.email)
  await page.getByRole('group', { name: 'State' }).getByRole('button', { name: 'Ended' }).click()
  await expect(page.getByRole('heading', { name: 'No session matches' })).toBeVisible()
  await typingIsOver(page)
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === ada.email && url.searchParams.get('state') === 'ended')
  expect(further).toHaveLength(1)

  await page.getByRole('searchbox').fill('nobody-at-all')
  await page.goBack()
  await typingIsOver(page)
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === ada.id && !url.searchParams.has('state'))
  await expect(page.getByRole('searchbox')).toHaveValue(ada.id)
})

/** The addresses of the requests for a list that were made with this text in its search; what looks for later sessions asks elsewhere. */
function searchesFor(page: Page, text: string): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname === '/sessions' && searchParams.get('q') === text) asked.push(request.url())
  })
  return asked
}

/** A timer of the page that begins now and takes as long is over after those before it. */
const typingIsOver = (page: Page) => page.evaluate((pause) => new Promise((done) => setTimeout(done, pause)), typingPause)
