import { describe, expect, it, vi } from 'vitest'
import { credentials, faultOf, loggedIn } from '../../testing/logged-in.js'
import { KeyLost, UnreachableError } from '../faults.js'
import { createSession } from '../session.js'
import { dpop } from './dpop.js'
import { indexedDbKeys, memoryKeys } from './keys.js'

/** Ada, whose session is bound to a key. */
async function bound() {
  const keys = memoryKeys()
  const given = await loggedIn({ dpop: dpop(keys) })
  await given.store.save({ ...(await given.store.load())!, token_type: 'DPoP' })
  return { ...given, keys, proved: (path: string) => given.api.sentTo(path).map(({ headers }) => typeof headers['dpop']) }
}

describe('a session that is bound to a key', () => {
  it('shows its access token under the scheme DPoP, with a proof, and proves its logins and refreshes', async () => {
    const { api, time, session, proved, resource } = await bound()
    await session.fetch(resource)
    expect(api.sentTo('/resource')[0]?.headers.authorization).toBe('DPoP access-1')
    time.advance(900)
    await session.accessToken()
    expect(['/resource', '/v1/sessions', '/v1/sessions/refresh'].map(proved)).toEqual([['string'], ['string'], ['string']])
  })

  it('whose key is gone says so, keeps its tokens and asks nobody', async () => {
    const { api, time, session, store, keys } = await bound()
    vi.spyOn(keys, 'load').mockResolvedValue(null)
    const before = await store.load()
    time.advance(900)
    expect(await faultOf(session.accessToken())).toBeInstanceOf(KeyLost)
    expect(await store.load()).toEqual(before)
    expect(api.presented()).toEqual([])
  })

  it('does not begin where no key can be kept: that is said, and not that nobody answered', async () => {
    const { api, session, store } = await loggedIn({ dpop: dpop(memoryKeys()) })
    const [before, asked] = [await store.load(), api.sentTo('/v1/sessions').length]
    // Node has no IndexedDB, as a browser that lets a site keep nothing.
    const elsewhere = createSession({ baseUrl: api.url, store, dpop: dpop(indexedDbKeys()) })
    const fault = await faultOf(elsewhere.logIn(credentials))
    expect(fault).not.toBeInstanceOf(UnreachableError)
    expect(fault).toHaveProperty('message', 'IndexedDB does not open here, so no key can be kept: give dpop another store of keys')
    expect(api.sentTo('/v1/sessions')).toHaveLength(asked)
    expect(await store.load()).toEqual(before)
    expect(await session.accessToken()).toBe('access-1')
  })

  it('that is not bound sends its access token as any other, without a proof', async () => {
    const { api, session, resource } = await loggedIn({ dpop: dpop() })
    await session.fetch(resource)
    expect(api.sentTo('/resource')[0]?.headers).toMatchObject({ authorization: 'Bearer access-1' })
    expect(api.sentTo('/resource')[0]?.headers).not.toHaveProperty('dpop')
  })
})
