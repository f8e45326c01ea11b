import { routes } from '@tessera/contract'
import { createPerson, logIn, refresh, refusedRefresh } from './people.js'
import { expect, test } from './test.js'

const firefox = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0'

test('a person logs in, refreshes, is seen by an administrator, is revoked, and is refused', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  const laptop = api.from('203.0.113.7').with({ 'user-agent': firefox })
  const login = await logIn(laptop, ada, { device_id: 'laptop-1', device_name: 'Ada’s laptop' })
  expect(login.user).toMatchObject({ id: ada.id, email: ada.email, roles: [], company_id: 1, email_verified: true })

  let tokens = await refresh(laptop, login)
  for (let i = 0; i < 3; i++) tokens = await refresh(laptop.from('198.51.100.4'), tokens)
  expect(tokens.session_id).toBe(login.session_id)

  const { items } = await owner.call(routes.listSessions, { query: { user_id: ada.id } })
  expect(items).toHaveLength(1)
  const [seen] = items
  expect(seen).toMatchObject({
    id: login.session_id,
    state: 'active',
    end: null,
    user: { id: ada.id, email: ada.email },
    client: { id: 'tessera' },
    ip: '203.0.113.7',
    last_ip: '198.51.100.4',
    device: { id: 'laptop-1', name: 'Ada’s laptop', browser: 'Firefox 145', kind: 'desktop', user_agent: firefox },
    refresh_count: 4,
    current: false,
  })
  expect(Date.parse(seen?.last_seen_at ?? '')).toBeGreaterThan(Date.parse(seen?.started_at ?? ''))

  expect((await api.as(tokens).call(routes.me)).id).toBe(ada.id)
  const revoked = await owner.call(routes.revokeSession, { params: { id: login.session_id }, body: { reason: 'laptop lost' } })
  expect(revoked).toMatchObject({ state: 'ended', end: { reason: 'revoked_by_admin', limit: null } })
  expect(revoked.events.map(({ kind, ip, reason, note }) => [kind, ip, reason, note])).toEqual([
    ['session_started', '203.0.113.7', null, null],
    ['session_moved', '198.51.100.4', null, null],
    ['session_ended', '127.0.0.1', 'revoked_by_admin', 'laptop lost'],
  ])

  expect(await refusedRefresh(laptop, tokens)).toMatchObject({ status: 401, code: 'session_ended', reason: 'revoked_by_admin' })
  for (const out of [login, tokens]) {
    expect(await api.as(out).refused(routes.me)).toMatchObject({ status: 401, code: 'session_ended', reason: 'revoked_by_admin' })
  }
})

test('a session that has ended keeps its first end, whoever ends it again', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  const tokens = await logIn(api, ada)
  const params = { id: tokens.session_id }
  const first = await owner.call(routes.revokeSession, { params, body: { reason: 'first' } })
  const again = await owner.call(routes.revokeSession, { params, body: { reason: 'second' } })
  await api.call(routes.logOut, { body: { refresh_token: tokens.refresh_token } })
  expect(again).toEqual(first)
  expect(await owner.call(routes.readSession, { params })).toEqual(first)
})

test('a revocation is final: no refresh that was under way survives it', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  for (let round = 0; round < 5; round++) {
    const login = await logIn(api, ada)
    const refreshing = Array.from({ length: 8 }, () => api.send(routes.refresh, bodyOf(login.refresh_token)))
    const revoking = owner.call(routes.revokeSession, { params: { id: login.session_id } })
    const answers = await Promise.all(refreshing)
    await revoking
    const handedOut = answers.filter(({ status }) => status === 200).map(({ body }) => (body as { refresh_token: string }).refresh_token)
    for (const refresh_token of new Set([login.refresh_token, ...handedOut])) {
      expect(await refusedRefresh(api, { refresh_token })).toMatchObject({ code: 'session_ended', reason: 'revoked_by_admin' })
    }
  }
})

function bodyOf(refresh_token: string) {
  return { body: JSON.stringify({ refresh_token }) }
}
