import { afterEach, describe, expect, it, vi } from 'vitest'
import { someTokens as tokens } from '../testing/tokens.js'
import { localStorageStore, memoryStore } from './store.js'

function fakeLocalStorage() {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
  return kept
}

afterEach(() => vi.unstubAllGlobals())

describe('the store in memory', () => {
  it('holds what was saved last, until it is cleared', () => {
    const store = memoryStore(tokens)
    store.save({ ...tokens, refresh_token: 'r2' })
    expect(store.load()).toMatchObject({ refresh_token: 'r2' })
    store.clear()
    expect(store.load()).toBeNull()
  })
})

describe('the store in localStorage', () => {
  it('holds what was saved, for every store of the same key', () => {
    fakeLocalStorage()
    localStorageStore().save(tokens)
    expect(localStorageStore().load()).toEqual(tokens)
    expect(localStorageStore('other').load()).toBeNull()
    localStorageStore().clear()
    expect(localStorageStore().load()).toBeNull()
  })

  it('keeps somebody signed in whom a newer server gave a role that this version does not know', () => {
    fakeLocalStorage().set('tessera.session', JSON.stringify({ ...tokens, user: { ...tokens.user, roles: ['astronaut'] } }))
    expect(localStorageStore().load()).toMatchObject({ user: { roles: ['astronaut'] } })
  })

  it.each(['no JSON', '{}', 'null', '[1]', JSON.stringify({ ...tokens, received_at: 'noon' }), JSON.stringify({ received_at: 1 })])(
    'takes what is no tokens for no session: %s',
    (text) => {
      fakeLocalStorage().set('tessera.session', text)
      expect(localStorageStore().load()).toBeNull()
    },
  )

  it('is empty on a server, where saving is a fault', () => {
    vi.stubGlobal('localStorage', undefined)
    const store = localStorageStore()
    expect(store.load()).toBeNull()
    expect(() => store.clear()).not.toThrow()
    expect(() => store.save(tokens)).toThrow('There is no localStorage here')
  })

  it('is empty where a browser lets nobody keep anything: whoever calls without tokens still can', () => {
    vi.stubGlobal('localStorage', undefined)
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError')
      },
    })
    const store = localStorageStore()
    expect(store.load()).toBeNull()
    expect(() => store.clear()).not.toThrow()
    expect(() => store.save(tokens)).toThrow('There is no localStorage here')
  })
})
