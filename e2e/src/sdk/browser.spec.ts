import type { Page } from '@playwright/test'
import { routes } from '@tessera/contract'
import type { Api } from '../http/api.js'
import { createPerson, type Person } from '../http/people.js'
import { expect, test as base } from '../http/test.js'
import { sharedSystem } from '../system/system.js'
import { accessToken, advance, begin, heard, openTab, startSite, type TabOptions } from './site.js'

interface Tools {
  /** Opens a tab of a team's page in this test's browser. */
  readonly open: (options?: TabOptions) => Promise<Page>
  /** The refresh tokens that this browser presented so far. */
  readonly presented: string[]
  /** Keeps refreshes from reaching the server until what is given is so. */
  readonly holdUntil: (so: () => Promise<boolean> | boolean) => Promise<void>
}

const test = base.extend<Tools, { readonly siteUrl: string }>({
  siteUrl: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern that nothing else is needed
    async ({}, use) => {
      const site = await startSite()
      await use(site.url)
      await site.stop()
    },
    { scope: 'worker' },
  ],
  open: async ({ context, siteUrl }, use) => use((options) => openTab(context, siteUrl, sharedSystem().apiUrl, options)),
  presented: async ({ context }, use) => {
    const presented: string[] = []
    context.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/sessions/refresh'))
        presented.push(request.postDataJSON().refresh_token)
    })
    await use(presented)
  },
  holdUntil: async ({ context }, use) => {
    let release = () => {}
    let held = Promise.resolve()
    await context.route('**/v1/sessions/refresh', async (route) => {
      await held
      await route.continue()
    })
    await use(async (so) => {
      held = new Promise((done) => (release = done))
      await expect.poll(so, { intervals: [20] }).toBe(true)
      release()
    })
    release()
  },
})

const logIn = (tab: Page, { email, password }: Person) =>
  tab.evaluate((credentials) => window.session.logIn(credentials).then(({ email }) => email), { email, password })

const sessionId = (tab: Page) => tab.evaluate(async () => (await window.session.current())?.sessionId ?? '')

test('two tabs are one login: one refresh serves both, and each hears what happens in the other', async ({
  owner,
  open,
  presented,
  holdUntil,
}) => {
  const ada = await createPerson(owner)
  const [one, other] = [await open(), await open()]
  await logIn(one, ada)
  const id = await sessionId(other)
  for (let round = 1; round <= 3; round++) {
    await advance(one, 900, other)
    const oneWaits = () =>
      one.evaluate(async () => ((await navigator.locks.query()).pending ?? []).some(({ name }) => name?.endsWith('refresh')))
    const [, first, second] = await Promise.all([holdUntil(oneWaits), accessToken(one), accessToken(other)])
    expect(first).toContain('.')
    expect(second).toBe(first)
    expect(presented).toHaveLength(round)
  }
  await expect.poll(() => other.evaluate(() => window.heard)).toHaveLength(4)
  const told = [`signed in: ${ada.email}`, 'refreshed', 'refreshed', 'refreshed']
  expect([await heard(one), await heard(other)]).toEqual([told, told])

  await owner.call(routes.revokeSession, { params: { id } })
  await advance(one, 900, other)
  expect(await accessToken(one)).toBe('SignedOut')
  await expect.poll(() => heard(other)).toEqual(['signed out: revoked_by_admin'])
  expect(await accessToken(other)).toBeNull()
})

test('where there are no locks, the server’s retry rule keeps both tabs in', async ({ context, owner, open, presented, holdUntil }) => {
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }))
  const [one, other] = [await open(), await open()]
  await logIn(one, await createPerson(owner))
  for (let round = 1; round <= 5; round++) {
    await advance(one, 900, other)
    const both = () => presented.length === 2 * round
    const [, ...tokens] = await Promise.all([holdUntil(both), accessToken(one), accessToken(other)])
    for (const token of tokens) expect(token).toContain('.')
  }
  expect(new Set(presented).size).toBe(5)
  expect(await stateOf(owner, one)).toBe('active')
})

test('a tab that the browser puts to sleep in the middle of a refresh holds nobody up, and is still signed in when it wakes', async ({
  owner,
  open,
}) => {
  const [sleepy, awake] = [await open(), await open({ timeout: 1_000 })]
  await logIn(sleepy, await createPerson(owner))
  await advance(sleepy, 900)
  let wake = () => {}
  const asleep = new Promise<void>((done) => (wake = done))
  const answered = new Promise<void>((done) => {
    void sleepy.route('**/v1/sessions/refresh', async (route) => {
      const response = await route.fetch()
      done()
      await asleep
      await route.fulfill({ response }).catch(() => {})
    })
  })
  await sleepy.evaluate(() => void (window.result = window.session.accessToken()))
  await answered
  const cdp = await sleepy.context().newCDPSession(sleepy)
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' })
  const token = await accessToken(awake)
  expect(token).toContain('.')
  await advance(awake, 900)
  const next = await accessToken(awake)
  expect(next).not.toBe(token)
  await cdp.send('Page.setWebLifecycleState', { state: 'active' })
  wake()
  expect(await sleepy.evaluate(() => window.result)).toBe(next)
  expect(await stateOf(owner, awake)).toBe('active')
})

test('on a line too slow for any answer nobody is signed out, and all goes on when it is better', async ({ context, owner, open }) => {
  const tab = await open({ timeout: 300 })
  await logIn(tab, await createPerson(owner))
  await advance(tab, 900)
  const cdp = await context.newCDPSession(tab)
  const slow = { offline: false, latency: 1_000, downloadThroughput: 20_000, uploadThroughput: 20_000 }
  await cdp.send('Network.emulateNetworkConditions', slow)
  for (let i = 0; i < 3; i++) {
    expect(await accessToken(tab)).toBe('UnreachableError')
    await advance(tab, 30)
  }
  await cdp.send('Network.emulateNetworkConditions', { ...slow, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  await expect.poll(() => accessToken(tab)).toContain('.')
  expect(await heard(tab)).toEqual([expect.stringContaining('signed in'), 'refreshed'])
  expect(await stateOf(owner, tab)).toBe('active')
})

test('offline, a tab keeps its session; back online it goes on at once', async ({ context, owner, open }) => {
  const tab = await open()
  await logIn(tab, await createPerson(owner))
  await advance(tab, 900)
  await context.setOffline(true)
  for (let i = 0; i < 5; i++) expect(await accessToken(tab)).toBe('UnreachableError')
  await context.setOffline(false)
  expect(await accessToken(tab)).toContain('.')
})

test('a session can be bound to a key that outlives the page and cannot be taken out, whatever the clock says', async ({
  owner,
  open,
  api,
}) => {
  const ada = await createPerson(owner)
  const tab = await open({ bound: true })
  await advance(tab, -7 * 3600)
  await logIn(tab, ada)
  const me = () => tab.evaluate(async (url) => (await (await window.session.fetch(url)).json()).email, `${api.url}/v1/me`)
  expect(await me()).toBe(ada.email)
  await tab.reload()
  await begin(tab, api.url, { bound: true })
  await advance(tab, 900)
  expect(await me()).toBe(ada.email)
  expect(await keyOf(tab)).toEqual({ extractable: false, exported: 'InvalidAccessError' })

  // Whoever copies the tokens has nothing without the key.
  const stolen = await tab.evaluate(() => JSON.parse(localStorage.getItem('tessera.session') ?? '{}'))
  expect(stolen.token_type).toBe('DPoP')
  const shown = api.with({ authorization: `DPoP ${stolen.access_token}` })
  expect((await shown.refused(routes.me)).status).toBe(401)
  expect(await api.refused(routes.refresh, { body: { refresh_token: stolen.refresh_token } })).toMatchObject({ code: 'invalid_dpop_proof' })
  expect(await me()).toBe(ada.email)
})

test('people who clear the site’s data while its pages are open log in again for good, in all of them', async ({ owner, open, api }) => {
  const ada = await createPerson(owner)
  const [one, other] = [await open({ bound: true }), await open({ bound: true })]
  const me = (tab: Page) => tab.evaluate(async (url) => (await window.session.fetch(url)).status, `${api.url}/v1/me`)
  await logIn(one, ada)
  for (const tab of [one, other]) expect(await me(tab)).toBe(200)
  await one.evaluate(
    () =>
      new Promise<void>((cleared, failed) => {
        localStorage.clear()
        const deleting = indexedDB.deleteDatabase('tessera-dpop')
        deleting.onsuccess = () => cleared()
        deleting.onerror = () => failed(deleting.error)
      }),
  )
  await logIn(one, ada)
  await one.reload()
  await begin(one, api.url, { bound: true })
  for (const tab of [one, other]) expect(await me(tab)).toBe(200)

  // Where the browser has lost the database, but not said that it is empty, the page goes on.
  await other.evaluate(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError')
    }
  })
  expect(await me(other)).toBe(200)
})

test('a login, and a key, that two tabs make at once are one', async ({ owner, open }) => {
  const ada = await createPerson(owner)
  const [one, other] = [await open({ bound: true }), await open({ bound: true })]
  await Promise.all([logIn(one, ada), logIn(other, ada)])
  await advance(one, 900)
  for (const tab of [one, other]) expect(await accessToken(tab)).toContain('.')
  expect(await sessionId(one)).toBe(await sessionId(other))
})

test('React takes over what a server rendered, and shows what happens in every tab', async ({ owner, open }) => {
  const ada = await createPerson(owner)
  const [one, other] = [await open(), await open()]
  for (const tab of [one, other]) await tab.evaluate(() => window.show())
  const who = (tab: Page) => expect(tab.locator('#who'))
  await who(one).toHaveText('signed-out')
  await logIn(other, ada)
  for (const tab of [one, other]) await who(tab).toHaveText(`signed-in ${ada.email}`)
  await owner.call(routes.revokeSession, { params: { id: await sessionId(one) } })
  await advance(one, 900)
  expect(await accessToken(one)).toBe('SignedOut')
  for (const tab of [one, other]) await who(tab).toHaveText('signed-out revoked_by_admin')
  expect(await one.evaluate(() => window.complaints)).toEqual([])
})

test('React looks again when what the server knew has changed: an action has signed out, and told nobody', async ({ owner, open }) => {
  const ada = await createPerson(owner)
  const tab = await open()
  await logIn(tab, ada)
  await tab.evaluate(() => window.show())
  await expect(tab.locator('#who')).toHaveText(`signed-in ${ada.email}`)
  await tab.evaluate(() => localStorage.removeItem('tessera.session'))
  await tab.evaluate(() => window.show(null))
  await expect(tab.locator('#who')).toHaveText('signed-out')
  expect(await tab.evaluate(() => window.complaints)).toEqual([])
})

async function stateOf(owner: Api, tab: Page): Promise<string> {
  return (await owner.call(routes.readSession, { params: { id: await sessionId(tab) } })).state
}

/** What a script of the page can learn of the key. */
function keyOf(tab: Page) {
  return tab.evaluate(async () => {
    const pair = await window.sdk.indexedDbKeys().load()
    if (!pair) throw new Error('there is no key')
    const exported = await crypto.subtle.exportKey('jwk', pair.privateKey).then(
      () => 'a key',
      (fault: Error) => fault.name,
    )
    return { extractable: pair.privateKey.extractable, exported }
  })
}
