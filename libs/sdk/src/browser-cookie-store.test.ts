import { afterEach, describe, expect, it, vi } from 'vitest'
import { someTokens } from '../testing/tokens.js'
import { browserCookieStore } from './browser-cookie-store.js'

afterEach(() => vi.unstubAllGlobals())

/** A browser's `document.cookie`: what is written to it is one cookie, what is read are all of them. */
function browser({ keeps = true } = {}) {
  const kept = new Map<string, string>()
  const written: string[] = []
  vi.stubGlobal('document', {
    get cookie() {
      return [...kept].map(([name, value]) => `${name}=${value}`).join('; ')
    },
    set cookie(text: string) {
      written.push(text)
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? []
      if (text.includes('max-age=0')) kept.delete(name)
      else if (keeps) kept.set(name, value)
    },
  })
  return { kept, written }
}

describe('the store in the browser’s cookies', () => {
  it('holds what was saved, for every page of the domain, until it is cleared', async () => {
    const { kept, written } = browser()
    kept.set('not-tessera', 'x')
    const store = () => browserCookieStore({ domain: 'example.com' })
    await store().save(someTokens)
    expect(await store().load()).toEqual(someTokens)
    expect(written[0]).toMatch(/^tessera=1\.[\w-]+; path=\/; max-age=1209600; samesite=lax; domain=example\.com; secure$/)
    await store().clear()
    expect(await store().load()).toBeNull()
    expect([...kept.keys()]).toEqual(['not-tessera'])
  })

  it('says so when the browser does not keep them', async () => {
    browser({ keeps: false })
    await expect(browserCookieStore().save(someTokens)).rejects.toThrow('did not keep the cookie __Host-tessera')
  })

  it('is empty on a server, where saving is a fault', async () => {
    expect(await browserCookieStore().load()).toBeNull()
    await expect(browserCookieStore().save(someTokens)).rejects.toThrow('There are no cookies here')
  })
})
