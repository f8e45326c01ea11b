import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { credentials, faultOf, loggedIn } from '../../testing/logged-in.js'
import { UnreachableError } from '../faults.js'
import { remoteSession } from '../remote-session.js'
import { memoryStore } from '../store.js'
import { observe, stateOf } from './session-state.js'

/** As much of a browser's page as is looked at. */
let page: EventTarget & { visibilityState: string }

beforeEach(() => {
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('document', page)
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
})
afterEach(() => vi.unstubAllGlobals())

async function observed() {
  const given = await loggedIn()
  const state = observe(given.session, stateOf(undefined))
  const changed = vi.fn()
  const stop = state.subscribe(changed)
  await vi.waitFor(() => expect(state.get().status).toBe('signed-in'))
  return { ...given, state, changed, stop }
}

describe('what a page knows of its session', () => {
  it('is nothing until it has looked', async () => {
    const { session } = await loggedIn()
    const state = observe(session, stateOf(undefined))
    expect(state.get()).toEqual({ status: 'loading', current: null, reason: null })
    state.subscribe(() => {})
    await vi.waitFor(() => expect(state.get()).toMatchObject({ status: 'signed-in', current: { user: { email: 'ada@example.com' } } }))
  })

  it('is the end of the session, with its reason, and the next login', async () => {
    const { api, time, session, state } = await observed()
    api.endAll('revoked_by_admin')
    time.advance(900)
    await faultOf(session.accessToken())
    await vi.waitFor(() => expect(state.get()).toEqual({ status: 'signed-out', current: null, reason: 'revoked_by_admin' }))
    await session.logIn(credentials)
    await vi.waitFor(() => expect(state.get()).toMatchObject({ status: 'signed-in', reason: null }))
  })

  it('is not disturbed by a fault: nobody said that the session is over', async () => {
    const { api, time, session, state, changed } = await observed()
    changed.mockClear()
    await api.stop()
    time.advance(900)
    await faultOf(session.accessToken())
    expect(state.get().status).toBe('signed-in')
    expect(changed).not.toHaveBeenCalled()
  })

  it('is looked up again when the page comes back, since it may have slept', async () => {
    const { store, state, changed } = await observed()
    changed.mockClear()
    await store.clear()
    page.visibilityState = 'hidden'
    page.dispatchEvent(new Event('visibilitychange'))
    await new Promise(setImmediate)
    expect(state.get().status).toBe('signed-in')
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(state.get()).toEqual({ status: 'signed-out', current: null, reason: null }))
    expect(changed).toHaveBeenCalledTimes(1)
    page.dispatchEvent(new Event('pageshow'))
    await new Promise(setImmediate)
    expect(changed).toHaveBeenCalledTimes(1)
  })

  it('is what an action of the site has done meanwhile, where the page’s own server keeps the session', async () => {
    const { store } = await loggedIn()
    const tokens = await store.load()
    let cookie = false
    const fetch = async () => (cookie ? Response.json(tokens) : new Response(null, { status: 204 }))
    const state = observe(remoteSession({ path: `/${crypto.randomUUID()}`, fetch }), stateOf(undefined))
    state.subscribe(() => {})
    await vi.waitFor(() => expect(state.get().status).toBe('signed-out'))
    cookie = true
    page.dispatchEvent(new Event('pageshow'))
    await vi.waitFor(() => expect(state.get().status).toBe('signed-in'))
    cookie = false
    await state.look()
    expect(state.get().status).toBe('signed-out')
  })

  it('is the newer one, when a look takes longer than what it is told meanwhile', async () => {
    const inner = memoryStore()
    let slow: Promise<void> | undefined
    const load = async () => {
      const [wait, tokens] = [slow, await inner.load()]
      await wait
      return tokens
    }
    const { session } = await loggedIn({ store: { ...inner, load } })
    let wake = () => {}
    slow = new Promise((done) => (wake = done))
    const state = observe(session, stateOf(undefined))
    state.subscribe(() => {})
    slow = undefined
    await session.logOut()
    await vi.waitFor(() => expect(state.get().status).toBe('signed-out'))
    wake()
    await new Promise(setImmediate)
    expect(state.get()).toEqual({ status: 'signed-out', current: null, reason: 'logout' })
  })

  describe('is looked up again where the first look failed', () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())

    async function failing(...faults: Error[]) {
      const { session } = await loggedIn()
      const current = vi.fn(session.current)
      for (const fault of faults) current.mockRejectedValueOnce(fault)
      const state = observe({ ...session, current }, stateOf(undefined))
      const stop = state.subscribe(() => {})
      await vi.advanceTimersByTimeAsync(0)
      return { state, current, stop }
    }
    const nobody = new UnreachableError('no answer')

    it('at once, and then later each time, until it is known', async () => {
      const { state, current } = await failing(nobody, nobody, nobody)
      expect(current).toHaveBeenCalledTimes(2)
      await vi.advanceTimersByTimeAsync(1_000)
      expect([current.mock.calls.length, state.get().status]).toEqual([3, 'loading'])
      await vi.advanceTimersByTimeAsync(2_000)
      expect([current.mock.calls.length, state.get().status]).toEqual([4, 'signed-in'])
      await vi.advanceTimersByTimeAsync(60_000)
      expect(current).toHaveBeenCalledTimes(4)
    })

    it('not before a server asks for it', async () => {
      const { state } = await failing(new UnreachableError('no answer', { retryAfter: 20 }))
      await vi.advanceTimersByTimeAsync(19_000)
      expect(state.get().status).toBe('loading')
      await vi.advanceTimersByTimeAsync(1_000)
      expect(state.get().status).toBe('signed-in')
    })

    it('when the browser is online again', async () => {
      const { state, current } = await failing(new UnreachableError('no answer', { retryAfter: 20 }))
      page.dispatchEvent(new Event('online'))
      await vi.advanceTimersByTimeAsync(0)
      expect(state.get().status).toBe('signed-in')
      await vi.advanceTimersByTimeAsync(60_000)
      expect(current).toHaveBeenCalledTimes(2)
    })

    it('but not when nobody wants to know any more', async () => {
      const { stop, current } = await failing(nobody, nobody)
      stop()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(current).toHaveBeenCalledTimes(2)
    })
  })

  it('is not followed when nobody wants to know any more', async () => {
    const { session, state, changed, stop } = await observed()
    stop()
    changed.mockClear()
    await session.logOut()
    page.dispatchEvent(new Event('pageshow'))
    await new Promise(setImmediate)
    expect(changed).not.toHaveBeenCalled()
    expect(state.get().status).toBe('signed-in')
  })
})
