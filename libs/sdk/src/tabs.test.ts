import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeLocks } from '../testing/locks.js'
import { credentials, faultOf, loggedIn, refreshPath } from '../testing/logged-in.js'
import { UnreachableError } from './faults.js'
import { createSession } from './session.js'
import { memoryStore, type TokenStore } from './store.js'
import { tabsOf } from './tabs.js'

afterEach(() => vi.unstubAllGlobals())

/** Two tabs of one browser, over a store whose name nobody else has. */
async function twoTabs() {
  const store: TokenStore = { ...memoryStore(), name: crypto.randomUUID() }
  const { session: first, ...given } = await loggedIn({ store })
  const second = createSession({ baseUrl: given.baseUrl, store, now: given.time.now })
  return { ...given, store, first, second }
}

describe('two tabs over one store with a name', () => {
  it('refresh once where there are locks: the second finds what the first has stored', async () => {
    const { locks, asked } = fakeLocks()
    vi.stubGlobal('navigator', { locks })
    const { api, time, store, first, second } = await twoTabs()
    time.advance(900)
    const release = api.hold(refreshPath)
    const both = Promise.all([first.accessToken(), second.accessToken()])
    await vi.waitFor(() => expect(asked.filter((name) => name === `tessera:${store.name}:refresh`)).toHaveLength(2))
    release()
    expect(await both).toEqual(['access-2', 'access-2'])
    expect(api.presented()).toHaveLength(1)
  })

  it('refresh once also where one sees a moment later what the other has stored, as tabs of different processes do', async () => {
    const { locks, asked } = fakeLocks()
    vi.stubGlobal('navigator', { locks })
    const { api, time, store, first, baseUrl } = await twoTabs()
    let seen = await store.load()
    const behind: TokenStore = {
      ...store,
      load: async () => {
        const now = await store.load()
        setTimeout(() => (seen = now), 25)
        return seen
      },
    }
    const second = createSession({ baseUrl, store: behind, now: time.now })
    time.advance(900)
    const release = api.hold(refreshPath)
    const both = Promise.all([first.accessToken(), second.accessToken()])
    await vi.waitFor(() => expect(asked.filter((name) => name === `tessera:${store.name}:refresh`)).toHaveLength(2))
    release()
    expect(await both).toEqual(['access-2', 'access-2'])
    expect(api.presented()).toHaveLength(1)
  })

  it('do not wait for each other in vain: where the first could not refresh, the second does', async () => {
    const { locks, asked } = fakeLocks()
    vi.stubGlobal('navigator', { locks })
    const { api, time, store, first, second } = await twoTabs()
    time.advance(900)
    api.befall(refreshPath, 'connection broken')
    const release = api.hold(refreshPath)
    const both = Promise.all([faultOf(first.accessToken()), second.accessToken()])
    await vi.waitFor(() => expect(asked.filter((name) => name === `tessera:${store.name}:refresh`)).toHaveLength(2))
    release()
    expect(await both).toEqual([expect.any(UnreachableError), 'access-2'])
  })

  it('do not keep one another from logging out while a refresh is in the air', async () => {
    vi.stubGlobal('navigator', fakeLocks())
    const { api, time, store, first, second } = await twoTabs()
    time.advance(900)
    const release = api.hold(refreshPath)
    const waiting = first.accessToken()
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    await second.logOut()
    release()
    expect(await waiting).toBeNull()
    expect(await store.load()).toBeNull()
  })

  it('tell each other what happens, each of it once', async () => {
    const { api, time, first, second } = await twoTabs()
    const heard: unknown[] = []
    for (const [name, session] of Object.entries({ first, second })) {
      session.on('signed-in', ({ user }) => heard.push([name, 'signed-in', user.name]))
      session.on('refreshed', ({ expiresAt }) => heard.push([name, 'refreshed', expiresAt instanceof Date]))
      session.on('signed-out', ({ reason }) => heard.push([name, 'signed-out', reason]))
    }
    const both = async (...event: unknown[]) => {
      await vi.waitFor(() => expect(heard).toHaveLength(2))
      await new Promise(setImmediate)
      expect(heard.splice(0)).toEqual(
        expect.arrayContaining([
          ['first', ...event],
          ['second', ...event],
        ]),
      )
    }
    time.advance(900)
    await second.accessToken()
    await both('refreshed', true)
    api.endAll('revoked_by_admin')
    time.advance(900)
    await faultOf(first.accessToken())
    await both('signed-out', 'revoked_by_admin')
    await first.logIn(credentials)
    await both('signed-in', 'Ada')
    await second.logOut()
    await both('signed-out', 'logout')
  })

  it('never tell a token', async () => {
    const { time, store, first } = await twoTabs()
    const told: unknown[] = []
    const stop = tabsOf(`tessera:${store.name}`).listen((message) => told.push(message))
    time.advance(900)
    await first.accessToken()
    await vi.waitFor(() => expect(told).toHaveLength(1))
    stop()
    expect(JSON.stringify(told)).not.toMatch(/access-|_token/)
  })
})

describe('a tab', () => {
  it('hears nothing any more when nobody in it listens', async () => {
    const { time, first, second } = await twoTabs()
    const [gone, there] = [vi.fn(), vi.fn()]
    second.on('refreshed', gone)()
    first.on('refreshed', there)
    time.advance(900)
    await first.accessToken()
    await vi.waitFor(() => expect(there).toHaveBeenCalledTimes(1))
    await new Promise(setImmediate)
    expect(gone).not.toHaveBeenCalled()
  })

  it('passes over what a newer version of the page, or another script, tells', async () => {
    const { store, time, first, second } = await twoTabs()
    const heard = vi.fn()
    second.on('refreshed', heard)
    const tabs = tabsOf(`tessera:${store.name}`)
    for (const message of [null, 'hello', { kind: 'toString' }, { kind: 'renamed', event: {} }]) tabs.tell(message)
    time.advance(900)
    await first.accessToken()
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1))
  })

  class Refused {
    constructor() {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
  }
  it.each([
    ['where there is none', undefined],
    ['where Firefox refuses one to a site that may keep nothing', Refused],
  ])('needs no channel: %s', async (_, channel) => {
    vi.stubGlobal('BroadcastChannel', channel)
    const { time, first, second } = await twoTabs()
    const heard = vi.fn()
    first.on('refreshed', heard)
    time.advance(900)
    await first.accessToken()
    expect(await second.accessToken()).toBe('access-2')
    expect(heard).toHaveBeenCalledTimes(1)
  })
})
