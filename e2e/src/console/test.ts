import type { Locator, Page } from '@playwright/test'
import type { Role } from '@tessera/contract'
import type { Api } from '../http/api.js'
import { createPerson, type Person } from '../http/people.js'
import { test as base } from '../http/test.js'
import { sharedSystem } from '../system/system.js'

interface Watched {
  /** What the browser complains of while a test runs: a script that the policy stopped, a fault in one of ours. Empty, or the test fails. */
  readonly complaints: string[]
}

export const test = base.extend<Watched>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('pageerror', (fault) => complaints.push(String(fault)))
      page.on('console', (message) => {
        // The browser itself says that an answer was a 404 or 500; those are what some tests are about.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
      })
      // Chromium's console keeps to itself that a script was kept from evaluating a text.
      await page.addInitScript(() =>
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
          console.error(`The policy stopped ${blockedURI} (${effectiveDirective}) in ${sourceFile}`),
        ),
      )
      await use(complaints)
      base.expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'

/** Somebody with a role, signed in in the browser, with no page open yet. */
export async function signedIn(page: Page, owner: Api, roles: readonly Role[] = ['owner']): Promise<Person> {
  const person = await createPerson(owner, roles, roles[0])
  await post(page, person)
  return person
}

/** Signs in as a browser does in which no script runs: that spares most specs two pages that they are not about. */
async function post(page: Page, { email, password }: Person): Promise<void> {
  const form = await (await page.request.get('/sign-in?next=%2Fsessions')).text()
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name, value = '']) => [
    name,
    value.replaceAll('&quot;', '"'),
  ])
  const answer = await page.request.post('/sign-in', {
    headers: { origin: sharedSystem().consoleUrl },
    multipart: { ...(Object.fromEntries(hidden) as Record<string, string>), email, password },
    maxRedirects: 0,
  })
  base.expect([answer.status(), answer.headers()['location']]).toEqual([303, '/sessions'])
}

/** Fills in the sign-in page, wherever the browser was sent to it from. */
export async function signIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Types into the search box of the sessions, and waits until the address has it. */
export async function search(page: Page, text: string, box = 'Search sessions'): Promise<void> {
  await page.getByRole('searchbox', { name: box }).fill(text)
  await page.waitForURL((url) => url.searchParams.get('q') === text)
}

/** Searches the users; the list has to be open. */
export async function findUser(page: Page, text: string): Promise<void> {
  await search(page, text, 'Search users')
}

/** Opens somebody’s page. */
export async function openUser(page: Page, { id }: Pick<Person, 'id'>): Promise<void> {
  await page.goto(`/users/${id}`)
  await page.getByRole('region', { name: 'Events' }).waitFor()
}

/** Presses one of the buttons of a user’s page, and the same in the question that follows. */
export async function actOn(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('dialog').getByRole('button', { name: button }).click()
}

/** Presses a key on a page that has just come, again until it does what it is to do: before the scripts are there nobody listens. */
export async function pressFirst(page: Page, key: string, does: (within: { readonly timeout: number }) => Promise<void>): Promise<void> {
  await base
    .expect(async () => {
      await page.keyboard.press(key)
      await does({ timeout: 3000 })
    })
    .toPass()
}

/** From now on a page's scripts do not come, until the answer is called. */
export const holdScripts = (page: Page) => hold(page, /\.js(\?|$)/)

/** The same of other pages: where a link leads is not there before. */
export const holdPages = (page: Page) => hold(page, /[?&]_rsc=/)

/** From now on what the page asks the console to do is as of an older release, which this one does not know. */
export async function onOlderPage(page: Page): Promise<void> {
  await page.route(
    () => true,
    (route) => {
      const headers = route.request().headers()
      return route.continue('next-action' in headers ? { headers: { ...headers, 'next-action': '0'.repeat(42) } } : {})
    },
  )
}

async function hold(page: Page, addresses: RegExp): Promise<() => void> {
  let letCome = (): void => undefined
  const held = new Promise<void>((come) => (letCome = come))
  await page.route(addresses, async (route) => {
    await held
    await route.continue()
  })
  return letCome
}

/** What a toast tells, as it is seen: the same is read out to whoever listens. */
export function told(page: Page, words: string): Locator {
  return page.getByText(words, { exact: true })
}

/** The row of a person, or of their session. */
export function rowOf(page: Page, { email }: Pick<Person, 'email'>) {
  return page.getByRole('row').filter({ hasText: email })
}
