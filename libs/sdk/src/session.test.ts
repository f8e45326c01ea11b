import { describe, expect, it, vi } from 'vitest'
import { ada } from '../testing/api.js'
import { credentials, faultOf, loggedIn, refreshPath } from '../testing/logged-in.js'
import { createClient } from './client.js'
import { dpop } from './dpop/dpop.js'
import { ProblemError, RefreshNeeded, UnreachableError } from './faults.js'
import { createSession } from './session.js'
import { memoryStore, type TokenStore } from './store.js'

describe('logging in', () => {
  it('gives the user, and stores the tokens with the time of their receipt', async () => {
    const { session, store, time } = await loggedIn()
    expect(await session.logIn(credentials)).toEqual(ada)
    expect(await store.load()).toMatchObject({ access_token: 'access-2', user: ada, received_at: time.now() })
  })

  it('names its client, at login and at each refresh', async () => {
    const { api, time, session } = await loggedIn({ clientId: 'shop' })
    time.advance(900)
    await session.accessToken()
    for (const { body } of api.seen) expect(JSON.parse(body)).toMatchObject({ client_id: 'shop' })
    expect(api.seen).toHaveLength(2)
  })

  it('says so', async () => {
    const { session } = await loggedIn()
    const heard = vi.fn()
    session.on('signed-in', heard)
    await session.logIn(credentials)
    expect(heard.mock.calls).toEqual([[await session.current()]])
  })

  it('of a confidential client authenticates it, at each refresh as well', async () => {
    const { api, time, session } = await loggedIn({ clientId: 'shop', clientSecret: 'hush' })
    time.advance(900)
    await session.accessToken()
    for (const { body } of api.seen) expect(JSON.parse(body)).toMatchObject({ client_id: 'shop', client_secret: 'hush' })
  })

  it('takes no client’s secret, by its type: without the client’s name it could only be refused', async () => {
    const { session } = await loggedIn()
    // @ts-expect-error it is an option of the session, beside the client's name
    const call = () => session.logIn({ ...credentials, client_secret: 'hush' })
    expect(call).toBeTypeOf('function')
  })

  it('ends the session that was there before, at the server too', async () => {
    const { api, session } = await loggedIn()
    await session.logIn(credentials)
    expect(api.ends()).toEqual(['logout', null])
    expect(await session.accessToken()).toBe('access-2')
  })

  it('is good even if the server cannot be told of the session before', async () => {
    const { api, session } = await loggedIn()
    api.befall('/v1/sessions/logout', 'connection broken')
    await expect(session.logIn(credentials)).resolves.toEqual(ada)
    expect(await session.accessToken()).toBe('access-2')
  })

  it('whose tokens cannot be kept is ended at the server: nobody holds it', async () => {
    const { api, store, session } = await loggedIn()
    store.save = () => {
      throw new Error('full')
    }
    await expect(session.logIn(credentials)).rejects.toThrow('full')
    expect(api.ends()).toEqual([null, 'logout'])
    expect(await session.accessToken()).toBe('access-1')
  })

  it('with a wrong password leaves the session that is there alone', async () => {
    const { api, session } = await loggedIn()
    await expect(session.logIn({ ...credentials, password: 'wrong' })).rejects.toMatchObject({ problem: { code: 'invalid_credentials' } })
    expect(api.ends()).toEqual([null])
    expect(await session.accessToken()).toBe('access-1')
  })

  it('during a refresh of the session before is not undone by the end of that one', async () => {
    const { api, time, session } = await loggedIn()
    time.advance(900)
    const release = api.hold(refreshPath)
    const waiting = session.accessToken()
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    await session.logIn(credentials)
    release()
    expect(await waiting).toBe('access-2')
    expect(await session.accessToken()).toBe('access-2')
    expect(api.ends()).toEqual(['logout', null])
  })

  it('during a refresh of the session before is not undone by that one’s new tokens', async () => {
    const { api, time, session, store } = await loggedIn()
    const stale = await store.load()
    time.advance(900)
    api.befall(refreshPath, { status: 200, body: JSON.stringify({ ...stale, refresh_token: 'late', access_token: 'late' }) })
    const release = api.hold(refreshPath)
    const waiting = session.accessToken()
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    await session.logIn(credentials)
    release()
    expect(await waiting).toBe('access-2')
    expect((await store.load())?.access_token).toBe('access-2')
  })
})

describe('logging out', () => {
  it('clears the store, ends the session at the server and says so', async () => {
    const { api, session, store } = await loggedIn()
    const heard = vi.fn()
    session.on('signed-out', heard)
    await session.logOut()
    expect(await store.load()).toBeNull()
    expect(api.ends()).toEqual(['logout'])
    expect(heard.mock.calls).toEqual([[{ reason: 'logout' }]])
    expect(await session.accessToken()).toBeNull()
  })

  it('signs out here even if the server cannot be told, and says that it could not', async () => {
    const { api, session, store } = await loggedIn()
    api.befall('/v1/sessions/logout', 'connection broken')
    expect(await faultOf(session.logOut())).toBeInstanceOf(UnreachableError)
    expect(await store.load()).toBeNull()
  })

  it('asks the server for nothing when nobody is logged in', async () => {
    const { api, session } = await loggedIn()
    await session.logOut()
    await session.logOut()
    expect(api.sentTo('/v1/sessions/logout')).toHaveLength(1)
  })

  it('during a refresh wins: the answer that arrives later brings nobody back, and nobody is signed out twice', async () => {
    const { api, time, session, store } = await loggedIn()
    const heard = vi.fn()
    session.on('refreshed', heard)
    session.on('signed-out', heard)
    time.advance(900)
    const release = api.hold(refreshPath)
    const waiting = session.accessToken()
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    await session.logOut()
    release()
    expect(await waiting).toBeNull()
    expect(await store.load()).toBeNull()
    expect(heard).toHaveBeenCalledTimes(1)
  })

  it('while a slow store is saving a refresh’s tokens wins as well', async () => {
    const inner = memoryStore()
    let saving = false
    let finishSave = () => {}
    const store: TokenStore = {
      ...inner,
      async save(tokens) {
        if ((await inner.load()) !== null) {
          saving = true
          await new Promise<void>((done) => (finishSave = done))
        }
        await inner.save(tokens)
      },
    }
    const { time, session } = await loggedIn({ store })
    time.advance(900)
    const waiting = session.accessToken()
    await vi.waitFor(() => expect(saving).toBe(true))
    const leaving = session.logOut()
    await new Promise(setImmediate)
    finishSave()
    await Promise.all([waiting, leaving])
    expect(await store.load()).toBeNull()
  })
})

describe('refreshing on demand', () => {
  it('gets a new access token although the old one lives', async () => {
    const { api, session } = await loggedIn()
    expect(await session.refresh()).toEqual(await session.current())
    expect(await session.accessToken()).toBe('access-2')
    expect(api.presented()).toHaveLength(1)
  })

  it('asks for nothing when nobody is logged in', async () => {
    const { api, session } = await loggedIn()
    await session.logOut()
    expect(await session.refresh()).toBeNull()
    expect(api.presented()).toEqual([])
  })

  it('does not overtake a refresh that was lost and may still arrive', async () => {
    const { api, time, session } = await loggedIn()
    time.advance(900)
    api.befall(refreshPath, 'answer lost')
    await faultOf(session.accessToken())
    await session.accessToken()
    expect(await session.refresh()).toEqual(await session.current())
    expect(api.presented()).toHaveLength(2)
    time.advance(10)
    await session.refresh()
    expect(api.presented()).toHaveLength(3)
  })

  it('where the store could not keep the tokens is not done, and the access token is used while it lives', async () => {
    const store: TokenStore = { ...memoryStore(), canSave: () => false }
    const { api, time, session } = await loggedIn({ store })
    expect(await faultOf(session.refresh())).toBeInstanceOf(RefreshNeeded)
    time.advance(899)
    expect(await session.accessToken()).toBe('access-1')
    time.advance(1)
    expect(await faultOf(session.accessToken())).toBeInstanceOf(RefreshNeeded)
    expect(api.presented()).toEqual([])
  })
})

describe('a session', () => {
  it('tells who is logged in, and never a token', async () => {
    const { session, time } = await loggedIn()
    const current = await session.current()
    expect(current).toEqual({
      sessionId: '01940000-0000-7000-8000-000000000001',
      user: ada,
      scope: '',
      expiresAt: new Date(time.now() + 1_209_600_000),
    })
    await session.logOut()
    expect(await session.current()).toBeNull()
  })

  it('refuses, by its type too, what a client of its own is made from beside a client that is given', () => {
    const client = createClient({ baseUrl: 'https://api.example' })
    // @ts-expect-error it would bind nothing
    expect(() => createSession({ client, dpop: dpop() })).toThrow('dpop beside it')
    // @ts-expect-error the client has an address, and a time
    expect(() => createSession({ client, baseUrl: 'https://other.example', timeout: 1 })).toThrow('baseUrl, timeout beside it')
  })

  it('works without `this`', async () => {
    const { session } = await loggedIn()
    const { accessToken, current, logOut } = session
    expect(await accessToken()).toBe('access-1')
    expect(await current()).not.toBeNull()
    await logOut()
  })

  it('stops telling a listener that no longer listens', async () => {
    const { session, time } = await loggedIn()
    const [stays, leaves] = [vi.fn(), vi.fn()]
    session.on('refreshed', stays)
    session.on('refreshed', leaves)()
    time.advance(900)
    await session.accessToken()
    expect(stays).toHaveBeenCalledWith(await session.current())
    expect(leaves).not.toHaveBeenCalled()
  })

  it('hands on a fault of its store', async () => {
    const store: TokenStore = { ...memoryStore(), load: () => Promise.reject(new Error('disk full')) }
    expect(await faultOf(loggedIn({ store }))).toEqual(new Error('disk full'))
  })

  it('refuses a login as the contract’s problem', async () => {
    const { session } = await loggedIn()
    expect(await faultOf(session.logIn({ email: 'a@b.example', password: 'x' }))).toBeInstanceOf(ProblemError)
  })
})
