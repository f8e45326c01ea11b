import { describe, expect, it, vi } from 'vitest'
import { credentials, faultOf, loggedIn, refreshPath } from '../testing/logged-in.js'
import { SignedOut } from './faults.js'
import { createSession } from './session.js'

/** Two tabs of one browser. The second one's refreshes can be held back on their way home. */
async function twoTabs() {
  const { api, time, store, session: first, baseUrl } = await loggedIn()
  let arrival: Promise<void> | undefined
  const second = createSession({
    baseUrl,
    store,
    now: time.now,
    fetch: async (input, init) => {
      const answer = await fetch(input, init)
      await arrival
      return answer
    },
  })
  const holdAnswers = () => {
    let release = () => {}
    arrival = new Promise((done) => (release = done))
    return release
  }
  return { api, time, store, first, second, holdAnswers }
}

describe('two sessions over one store', () => {
  it('are one login: what one refreshed, the other uses', async () => {
    const { api, time, first, second } = await twoTabs()
    time.advance(900)
    await first.accessToken()
    expect(await second.accessToken()).toBe('access-2')
    expect(api.presented()).toHaveLength(1)
  })

  it('that refresh at the same moment both go on, and nobody is signed out', async () => {
    const { api, time, first, second } = await twoTabs()
    for (let round = 1; round <= 5; round += 1) {
      time.advance(900)
      const release = api.hold(refreshPath)
      const both = [first.accessToken(), second.accessToken()]
      await vi.waitFor(() => expect(api.presented()).toHaveLength(2 * round))
      release()
      const [one, other] = await Promise.all(both)
      expect(one).toBe(other)
    }
    expect(api.ends()).toEqual([null])
  })

  it('do not overwrite newer tokens with an answer that comes late', async () => {
    const { api, time, store, first, second, holdAnswers } = await twoTabs()
    time.advance(900)
    const release = holdAnswers()
    const late = second.accessToken()
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    await first.accessToken()
    time.advance(900)
    const newest = await first.accessToken()
    const held = await store.load()
    release()
    expect(await late).toBe(newest)
    expect(await store.load()).toEqual(held)
    time.advance(900)
    await second.accessToken()
    expect(api.ends()).toEqual([null])
  })

  it.each(['reads its store', 'asks whether its store can save'])(
    'both go on where one is put to sleep while it %s, and the other refreshes meanwhile',
    async (asleep) => {
      const { api, time, store, session: first, baseUrl } = await loggedIn()
      let wake = () => {}
      const night = new Promise<void>((done) => (wake = done))
      let reads = 0
      const second = createSession({
        baseUrl,
        now: time.now,
        store: {
          ...store,
          async load() {
            const held = await store.load()
            // After the first it is known that a refresh is due; the second is the refresh's own.
            if (asleep === 'reads its store' && ++reads === 2) await night
            return held
          },
          async canSave() {
            if (asleep !== 'reads its store') await night
            return true
          },
        },
      })
      time.advance(900)
      const slept = second.accessToken()
      for (let hour = 1; hour <= 2; hour += 1) {
        await first.accessToken()
        time.advance(3_600)
      }
      const newest = await first.accessToken()
      wake()
      expect(await slept).toBe(newest)
      expect(api.ends()).toEqual([null])
    },
  )

  it('are both signed out when one is told that the session is over', async () => {
    const { api, time, first, second } = await twoTabs()
    api.endAll('revoked_by_user')
    time.advance(900)
    expect(await faultOf(first.accessToken())).toBeInstanceOf(SignedOut)
    expect(await second.accessToken()).toBeNull()
  })

  it('never do as one person what another asked for: a refused request is not sent again', async () => {
    const { api, first, second } = await twoTabs()
    const release = api.hold('/resource')
    const sent = first.fetch(`${api.url}/resource`, { method: 'POST', body: 'from the first' })
    await vi.waitFor(() => expect(api.sentTo('/resource')).toHaveLength(1))
    await second.logOut()
    await second.logIn(credentials)
    api.refuseAccessTokens()
    release()
    expect((await sent).status).toBe(401)
    expect(api.sentTo('/resource').map(({ headers }) => headers.authorization)).toEqual(['Bearer access-1'])
  })

  it('nor where the other signs in during the refresh after it', async () => {
    const { api, first, second } = await twoTabs()
    api.refuseAccessTokens()
    const release = api.hold(refreshPath)
    const sent = first.fetch(`${api.url}/resource`, { method: 'POST', body: 'from the first' })
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    await second.logIn(credentials)
    release()
    expect((await sent).status).toBe(401)
    expect(api.sentTo('/resource').map(({ headers }) => headers.authorization)).toEqual(['Bearer access-1'])
    expect(await first.accessToken()).toBe('access-2')
  })

  it('nor where the other signs in during the refresh before it', async () => {
    const { api, time, first, second } = await twoTabs()
    time.advance(900)
    const release = api.hold(refreshPath)
    const sent = first.fetch(`${api.url}/resource`, { method: 'POST', body: 'from the first' })
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    await second.logIn(credentials)
    release()
    expect((await sent).status).toBe(401)
    expect(api.sentTo('/resource').map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  it('are both logged in anew when one logs in', async () => {
    const { first, second } = await twoTabs()
    await first.logOut()
    await first.logIn({ email: 'ada@example.com', password: 'correct horse' })
    expect(await second.accessToken()).toBe('access-2')
  })
})
