import { afterEach, describe, expect, it, vi } from 'vitest'
import { ada } from '../testing/api.js'
import { localStorageStore, memoryStore } from './store.js'
import type { Tokens } from './tokens.js'

const tokens: Tokens = {
  access_token: 'a',
  token_type: 'Bearer',
  expires_in: 900,
  refresh_token: 'r',
  refresh_token_expires_in: 1_209_600,
  scope: '',
  session_id: '01940000-0000-7000-8000-000000000001',
  user: { ...ada, roles: [] },
  received_at: 1,
}

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
})
