import { describe, expect, it, vi } from 'vitest'
import { type Mishap, problemMishap } from '../testing/api.js'
import { faultOf, loggedIn, refreshPath } from '../testing/logged-in.js'
import { isOurs, ProblemError, SignedOut, UnreachableError } from './faults.js'
import { memoryStore, type TokenStore } from './store.js'

describe('an access token', () => {
  it('is used as it is until its last minute', async () => {
    const { api, time, session } = await loggedIn()
    time.advance(839)
    expect(await session.accessToken()).toBe('access-1')
    expect(api.presented()).toEqual([])
    time.advance(1)
    expect(await session.accessToken()).toBe('access-2')
  })

  it('that lives for less than five minutes is used until the last fifth of its life', async () => {
    const { api, time, session } = await loggedIn()
    api.befall(refreshPath, { status: 200, body: JSON.stringify(await tokensFor(20)) })
    time.advance(900)
    await session.accessToken()
    time.advance(15)
    expect(await session.accessToken()).toBe('short')
    time.advance(1)
    expect(await session.accessToken()).toBe('access-2')
  })

  it('is counted from its receipt, so a clock that is years wrong does not matter', async () => {
    const years = 10 * 365 * 86_400
    const { api, time, session } = await loggedIn()
    time.advance(900 - years)
    await session.accessToken()
    time.advance(839)
    expect(await session.accessToken()).toBe('access-2')
    expect(api.presented()).toHaveLength(1)
  })

  it('is refreshed when the clock was set back, since nobody knows how old it is', async () => {
    const { api, time, session } = await loggedIn()
    time.advance(-61)
    expect(await session.accessToken()).toBe('access-2')
    expect(api.presented()).toHaveLength(1)
  })

  it('is used by a process whose clock is a moment behind that of the one which received it', async () => {
    const { api, time, session } = await loggedIn()
    time.advance(-60)
    expect(await session.accessToken()).toBe('access-1')
    expect(api.presented()).toEqual([])
  })
})

describe('a refresh', () => {
  it('is made once for a hundred callers', async () => {
    const { api, time, session } = await loggedIn()
    time.advance(900)
    const release = api.hold(refreshPath)
    const callers = Array.from({ length: 100 }, () => session.accessToken())
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    release()
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['access-2']))
    expect(api.presented()).toHaveLength(1)
  })

  it('presents each successor in its turn', async () => {
    const { api, time, session } = await loggedIn()
    for (let i = 0; i < 3; i += 1) {
      time.advance(900)
      await session.accessToken()
    }
    expect(api.presented().map((token) => token.split('.')[1])).toEqual(['1', '2', '3'])
    expect(api.ends()).toEqual([null])
  })

  it('has stored its tokens before anybody gets them', async () => {
    const order: string[] = []
    const inner = memoryStore()
    let finishSave = () => {}
    const store: TokenStore = {
      ...inner,
      async save(tokens) {
        if ((await inner.load()) !== null) {
          order.push('saving')
          await new Promise<void>((done) => (finishSave = done))
          order.push('saved')
        }
        await inner.save(tokens)
      },
    }
    const { time, session } = await loggedIn({ store })
    session.on('refreshed', () => order.push('told'))
    time.advance(900)
    const used = [session.accessToken(), session.accessToken()].map((call) => call.then(() => order.push('used')))
    await vi.waitFor(() => expect(order).toContain('saving'))
    await new Promise(setImmediate)
    finishSave()
    await Promise.all(used)
    expect(order).toEqual(['saving', 'saved', 'told', 'used', 'used'])
  })

  it('that a caller asks for while another one lands is not made twice', async () => {
    const inner = memoryStore()
    let slow: Promise<void> | undefined
    const store: TokenStore = {
      ...inner,
      async load() {
        const wait = slow
        const tokens = await inner.load()
        await wait
        return tokens
      },
    }
    const { api, time, session } = await loggedIn({ store })
    time.advance(900)
    let wake = () => {}
    slow = new Promise((done) => (wake = done))
    const late = session.accessToken()
    slow = undefined
    await session.accessToken()
    wake()
    expect(await late).toBe('access-2')
    expect(api.presented()).toHaveLength(1)
  })
})

const keeping: Record<string, Mishap> = {
  'a connection that breaks': 'connection broken',
  'an answer that is lost after the server rotated': 'answer lost',
  'no answer in time': 'never answered',
  'a 500': problemMishap('internal_error'),
  'a 503': problemMishap('unavailable'),
  'a 429': problemMishap('too_many_requests'),
  'a 422': problemMishap('validation_failed'),
  'a 401 that is about the client': problemMishap('invalid_client'),
  'a 401 that is about a proof of possession': problemMishap('invalid_dpop_proof'),
  'a 401 that is about an access token': problemMishap('invalid_access_token'),
  'a 401 of a proxy, in HTML': { status: 401, headers: { 'content-type': 'text/html' }, body: '<h1>Log in to the hotel’s Wi-Fi</h1>' },
  'a 401 of a proxy, in JSON': { status: 401, body: '{"code":"session_ended"}' },
  'the end of a session under another status': { ...problemMishap('session_ended'), status: 403 },
  'the end of a session under a 503': { ...problemMishap('session_expired'), status: 503 },
  'a page with status 200': { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Back soon</h1>' },
  'tokens without a refresh token': { status: 200, body: '{"access_token":"a","token_type":"Bearer","expires_in":900}' },
}

describe.each(Object.entries(keeping))('after %s', (_, mishap) => {
  const patience = mishap === 'never answered' ? { timeout: 1000 } : {}

  it('the tokens are kept, the call fails, and the next one presents the same token again', async () => {
    const { api, time, session, store } = await loggedIn(patience)
    const signedOut = vi.fn()
    session.on('signed-out', signedOut)
    const before = await store.load()
    time.advance(900)
    api.befall(refreshPath, mishap)
    const fault = await faultOf(session.accessToken())
    expect(isOurs(fault) && !(fault instanceof SignedOut)).toBe(true)
    expect(await store.load()).toEqual(before)

    expect(await session.accessToken()).toMatch(/^access-/)
    const [first, second] = api.presented()
    expect(second).toBe(first)
    expect(signedOut).not.toHaveBeenCalled()
    expect(api.ends()).toEqual([null])
  })

  it('an access token that still lives is used on', async () => {
    const { api, time, session } = await loggedIn(patience)
    time.advance(850)
    api.befall(refreshPath, mishap)
    expect(await session.accessToken()).toBe('access-1')
    expect(api.presented()).toHaveLength(1)
  })
})

describe('after faults in a row', () => {
  it('a refresh waits, and says again why', async () => {
    const { api, time, session } = await loggedIn()
    time.advance(900)
    api.befall(refreshPath, problemMishap('unavailable', { 'retry-after': '30' }))
    const fault = await faultOf(session.accessToken())
    expect(fault).toBeInstanceOf(ProblemError)
    time.advance(29)
    expect(await faultOf(session.accessToken())).toBe(fault)
    expect(api.presented()).toHaveLength(1)
    time.advance(1)
    expect(await session.accessToken()).toBe('access-2')
  })

  it('that a refresh has ended, the next fault is a first one again', async () => {
    const { api, time, session } = await loggedIn()
    for (let round = 1; round <= 3; round += 1) {
      time.advance(900)
      api.befall(refreshPath, 'connection broken')
      await faultOf(session.accessToken())
      expect(await session.accessToken()).toMatch(/^access-/)
      expect(api.presented()).toHaveLength(2 * round)
    }
  })

  it('the fault tells that nobody answers, once the access token is at its end', async () => {
    const { api, time, session } = await loggedIn()
    await api.stop()
    time.advance(899)
    expect(await session.accessToken()).toBe('access-1')
    time.advance(1)
    expect(await faultOf(session.accessToken())).toBeInstanceOf(UnreachableError)
  })
})

describe('where the store does not keep new tokens', () => {
  async function withFullStore() {
    const given = await loggedIn()
    const { store } = given
    const keep = store.save
    store.save = () => {
      throw new Error('full')
    }
    return { ...given, freed: () => void (store.save = keep) }
  }

  it('those that live are used to their end', async () => {
    const { api, time, session, resource } = await withFullStore()
    time.advance(899)
    expect((await session.fetch(resource)).status).toBe(200)
    time.advance(1)
    await expect(session.fetch(resource)).rejects.toThrow('full')
    expect(api.seen.filter(({ path }) => path === '/resource')).toHaveLength(1)
  })

  it('the server is not asked again: the one successor is stored as soon as there is room', async () => {
    const { api, time, session, store, freed } = await withFullStore()
    for (const seconds of [850, 20, 60]) {
      time.advance(seconds)
      await session.accessToken().catch(() => {})
    }
    freed()
    expect(await session.accessToken()).toBe('access-2')
    expect(await store.load()).toMatchObject({ access_token: 'access-2' })
    expect(api.presented()).toHaveLength(1)
  })

  it('and its access token has come to its end by then, it is refreshed', async () => {
    const { api, time, session, freed } = await withFullStore()
    time.advance(900)
    await expect(session.accessToken()).rejects.toThrow('full')
    time.advance(900)
    freed()
    expect(await session.accessToken()).toBe('access-3')
    expect(api.presented()).toHaveLength(2)
    expect(api.ends()).toEqual([null])
  })
})

async function tokensFor(lifetime: number) {
  return {
    access_token: 'short',
    token_type: 'Bearer',
    expires_in: lifetime,
    refresh_token: '01940000-0000-7000-8000-000000000001.2',
    refresh_token_expires_in: 1000,
    scope: '',
    session_id: '01940000-0000-7000-8000-000000000001',
  }
}
