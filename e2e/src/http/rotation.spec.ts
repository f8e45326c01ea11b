import { routes, type TokenResponse } from '@tessera/contract'
import type { Api } from './api.js'
import { createPerson, logIn, refresh, refusedRefresh } from './people.js'
import { expect, test } from './test.js'

/** Here the retry window has its default, 10 s: these tests stay inside it. */
test.describe('inside the retry window', () => {
  test('a retry is given the very same refresh token, and changes nothing', async ({ api, owner }) => {
    const login = await logIn(api, await createPerson(owner))
    const first = await refresh(api, login)
    const before = await detailOf(owner, login)
    const again = await refresh(api.from('198.51.100.9'), login)
    expect(again.refresh_token).toBe(first.refresh_token)
    expect(again.access_token).not.toBe(first.access_token)
    expect(await detailOf(owner, login)).toEqual(before)
    expect((await refresh(api, again)).refresh_token).not.toBe(first.refresh_token)
  })

  test('the predecessor, still under way when its successor was used, is given the current token', async ({ api, owner }) => {
    const login = await logIn(api, await createPerson(owner))
    const second = await refresh(api, login)
    const third = await refresh(api, second)
    expect((await refresh(api, login)).refresh_token).toBe(third.refresh_token)
    expect((await refresh(api, third)).refresh_token).not.toBe(third.refresh_token)
  })

  test('a token two generations behind ends the session, for whoever holds the newest one too', async ({ api, owner }) => {
    const login = await logIn(api, await createPerson(owner))
    const newest = await refresh(api, await refresh(api, await refresh(api, login)))
    expect(await refusedRefresh(api, login)).toMatchObject(reuse)
    expect(await refusedRefresh(api, newest)).toMatchObject(reuse)
    expect(await api.as(newest).refused(routes.me)).toMatchObject(reuse)
    const { end, events } = await detailOf(owner, login)
    expect(end).toMatchObject({ reason: 'reuse_detected', by: null })
    expect(events.at(-1)).toMatchObject({ kind: 'session_ended', reason: 'reuse_detected', presented: { generation: 1, branch: 0 } })
  })

  test('a hundred simultaneous refreshes of one token have one successor', async ({ api, owner }) => {
    const login = await logIn(api, await createPerson(owner))
    const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(api, login)))
    expect(new Set(answers.map(({ refresh_token }) => refresh_token)).size).toBe(1)
    expect((await detailOf(owner, login)).refresh_count).toBe(1)
    const [answer] = answers
    await refresh(api, answer as TokenResponse)
  })
})

test('a token is refused to another client than its own, and is still good for its own', async ({ api, owner }) => {
  const { refresh_token } = await logIn(api, await createPerson(owner))
  const foreign = await api.refused(routes.refresh, { body: { refresh_token, client_id: 'somebody-else' } })
  expect(foreign).toMatchObject({ status: 401, code: 'invalid_client' })
  await api.call(routes.refresh, { body: { refresh_token, client_id: 'tessera' } })
})

test.describe('logging out', () => {
  test('with a token of long ago ends the session', async ({ api, owner }) => {
    const login = await logIn(api, await createPerson(owner))
    let newest: TokenResponse = login
    for (let i = 0; i < 4; i++) newest = await refresh(api, newest)
    await api.call(routes.logOut, { body: { refresh_token: login.refresh_token } })
    expect(await refusedRefresh(api, newest)).toMatchObject({ status: 401, code: 'session_ended', reason: 'logout' })
    expect((await detailOf(owner, login)).end).toMatchObject({ reason: 'logout', by: { id: login.user.id } })
  })

  test('ends one session and no other', async ({ api, owner }) => {
    const ada = await createPerson(owner)
    const [laptop, phone] = [await logIn(api, ada), await logIn(api, ada)]
    await api.call(routes.logOut, { body: { refresh_token: laptop.refresh_token } })
    await refusedRefresh(api, laptop)
    await refresh(api, phone)
  })

  test('with something that is no token of ours is answered like any other', async ({ api, owner }) => {
    const login = await logIn(api, await createPerson(owner))
    const forged = `${login.refresh_token.slice(0, -4)}AAAA`
    for (const refresh_token of ['garbage', 'tessera_rt_', forged]) await api.call(routes.logOut, { body: { refresh_token } })
    await refresh(api, login)
  })
})

const reuse = { status: 401, code: 'session_ended', reason: 'reuse_detected' }

function detailOf(owner: Api, { session_id }: TokenResponse) {
  return owner.call(routes.readSession, { params: { id: session_id } })
}
