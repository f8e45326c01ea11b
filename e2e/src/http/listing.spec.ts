import { type AdminSession, type LoginResponse, type RouteCall, routes } from '@tessera/contract'
import type { Api } from './api.js'
import { createPerson, logIn, type Person, refresh, uniqueName } from './people.js'
import { expect, test } from './test.js'

/** Five sessions of two people, made once for all tests of this file, which only read. */
test.describe.configure({ mode: 'default' })

type Filters = NonNullable<RouteCall<typeof routes.listSessions>['query']>

const network = `2001:db8:${Math.floor(Math.random() * 0xffff).toString(16)}:${Math.floor(Math.random() * 0xffff).toString(16)}`
const device = uniqueName('device')
let ada: Person
let bob: Person
/** In the order in which they started. */
let sessions: Record<'laptop' | 'phone' | 'loggedOut' | 'revoked' | 'bobs', LoginResponse>

test.beforeAll(async ({ api, owner }) => {
  ada = await createPerson(owner, [], `${device}-ada`)
  bob = await createPerson(owner, [], `${device}-bob`)
  const on = (place: string, agent: string) => api.from(`${network}::${place}`).with({ 'user-agent': agent })
  sessions = {
    laptop: await logIn(on('1', 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'), ada, {
      device_name: `${device} 100%`,
    }),
    phone: await logIn(on('2', `${device}/1.0 (iPhone)`), ada, { device_id: `${device}-id` }),
    loggedOut: await logIn(on('2', 'curl/8'), ada),
    revoked: await logIn(on('3', 'curl/8'), ada),
    bobs: await logIn(on('3', 'curl/8'), bob, { device_name: '_' }),
  }
  await refresh(api, sessions.laptop)
  await api.call(routes.logOut, { body: { refresh_token: sessions.loggedOut.refresh_token } })
  await owner.call(routes.revokeSession, { params: { id: sessions.revoked.session_id }, body: {} })
})

type Name = keyof typeof sessions

/** What is looked for, and what must be found, newest first. Each is narrowed to this file's sessions by what it looks for. */
const found: readonly (readonly [what: string, filters: () => Filters, names: readonly Name[]])[] = [
  ['the user', () => ({ user_id: ada.id }), ['revoked', 'loggedOut', 'phone', 'laptop']],
  ['the beginning of an e-mail', () => ({ email: device }), ['bobs', 'revoked', 'loggedOut', 'phone', 'laptop']],
  ['the beginning of an e-mail in other letters', () => ({ email: `${device}-BOB`.toUpperCase() }), ['bobs']],
  ['the end of an e-mail, which is not its beginning', () => ({ email: ada.email.slice(1) }), []],
  ['a wildcard, which is none', () => ({ email: `${device.slice(0, -1)}%` }), []],
  ['the state active', () => ({ email: device, state: 'active' }), ['bobs', 'phone', 'laptop']],
  ['the state ended', () => ({ email: device, state: 'ended' }), ['revoked', 'loggedOut']],
  ['the state expired', () => ({ email: device, state: 'expired' }), []],
  ['the reason', () => ({ email: device, reason: 'logout' }), ['loggedOut']],
  ['another reason', () => ({ user_id: ada.id, reason: 'revoked_by_admin' }), ['revoked']],
  ['the client', () => ({ email: device, client_id: 'tessera' }), ['bobs', 'revoked', 'loggedOut', 'phone', 'laptop']],
  ['another client', () => ({ email: device, client_id: 'nobody' }), []],
  ['the address at login', () => ({ ip: `${network}::2` }), ['loggedOut', 'phone']],
  ['the address, written differently', () => ({ ip: `${network}:0:0:0:3`.toUpperCase() }), ['bobs', 'revoked']],
  ['a part of the device’s name', () => ({ device: `${device} 10` }), ['laptop']],
  ['a per cent sign, which means itself', () => ({ device: `${device} 100%` }), ['laptop']],
  ['a part of the user agent, in other letters', () => ({ device: `${device}/1.0 (iphone` }), ['phone']],
  ['the device’s id', () => ({ device: `${device}-id` }), ['phone']],
  ['a part of the device’s id', () => ({ email: device, device: `${device}-i` }), []],
  ['an underscore, which means itself', () => ({ email: device, device: '_' }), ['bobs', 'laptop']],
  ['several filters at once', () => ({ user_id: ada.id, ip: `${network}::2`, state: 'active' }), ['phone']],
  ['q: an e-mail’s beginning', () => ({ q: `${device}-bob` }), ['bobs']],
  ['q: an address', () => ({ q: ` ${network}::3 ` }), ['bobs', 'revoked']],
  ['q: an address with a zone, which means something to one machine only', () => ({ q: `${network}::3%eth0` }), ['bobs', 'revoked']],
  ['the network of the address', () => ({ ip: `${network}::/64` }), ['bobs', 'revoked', 'loggedOut', 'phone', 'laptop']],
  ['another network', () => ({ email: device, ip: '192.0.2.0/24' }), []],
  ['the browser', () => ({ email: device, browser: 'Firefox' }), ['laptop']],
  ['the browser with its version, which is no name', () => ({ email: device, browser: 'Firefox 145' }), []],
  ['the operating system', () => ({ email: device, system: 'Linux' }), ['laptop']],
  ['the country, where none is known', () => ({ email: device, country: 'IT' }), []],
  ['our own format', () => ({ email: device, dialect: 'tessera' }), ['bobs', 'revoked', 'loggedOut', 'phone', 'laptop']],
  ['another format', () => ({ email: device, dialect: 'genlogs' }), []],
  ['the company', () => ({ email: device, company_id: 1 }), ['bobs', 'revoked', 'loggedOut', 'phone', 'laptop']],
  ['another company', () => ({ email: device, company_id: 2_147_483_647 }), []],
  ['when it was last seen', () => ({ email: device, seen_after: '2000-01-01T00:00:00Z', seen_before: '2000-01-02T00:00:00Z' }), []],
  ['when it ended', () => ({ email: device, ended_after: '2000-01-01T00:00:00Z' }), ['revoked', 'loggedOut']],
  ['when it ended, where none had yet', () => ({ email: device, ended_before: '2000-01-02T00:00:00Z' }), []],
  ['q: a network', () => ({ q: `${network}::/64`, state: 'ended' }), ['revoked', 'loggedOut']],
  ['q: a part of a device’s name, which is no e-mail’s beginning', () => ({ q: `${device.toUpperCase()} 10` }), ['laptop']],
  ['q: a part of a user agent', () => ({ q: `${device}/1.0` }), ['phone']],
  ['q: a user’s id', () => ({ q: bob.id }), ['bobs']],
  ['q: a session’s id', () => ({ q: sessions.phone.session_id.toUpperCase() }), ['phone']],
  ['q: what nobody is called', () => ({ q: `${device}-nobody` }), []],
  ['q and a filter', () => ({ q: device, state: 'ended' }), ['revoked', 'loggedOut']],
]

for (const [what, filters, names] of found) {
  test(`sessions are found by ${what}`, async ({ owner }) => {
    const { items, count, count_capped, next } = await owner.call(routes.listSessions, { query: filters() })
    expect(namesOf(items)).toEqual(names)
    expect([count, count_capped, next]).toEqual([names.length, false, null])
  })
}

test('sessions are found by the time of their start', async ({ owner }) => {
  const started = async ({ session_id }: LoginResponse) => (await owner.call(routes.readSession, { params: { id: session_id } })).started_at
  const [second, third] = [await started(sessions.phone), await started(sessions.loggedOut)]
  expect(await listed(owner, { email: device, started_after: third })).toEqual(['bobs', 'revoked', 'loggedOut'])
  expect(await listed(owner, { email: device, started_before: third })).toEqual(['phone', 'laptop'])
  expect(await listed(owner, { email: device, started_after: second, started_before: third })).toEqual(['phone'])
  const offset = new Date(Date.parse(third) + 3_600_000).toISOString().replace('Z', '+01:00')
  expect(await listed(owner, { email: device, started_after: offset })).toEqual(['bobs', 'revoked', 'loggedOut'])
  expect(
    await listed(owner, { email: device, started_after: '0001-01-01T00:00:00Z', started_before: '9999-12-31T23:59:59Z' }),
  ).toHaveLength(5)
})

for (const limit of [1, 2, 3, 5, 100]) {
  test(`pages of ${limit} reach the end, with each session once`, async ({ owner }) => {
    const seen: AdminSession[] = []
    let after: string | undefined
    do {
      const page = await owner.call(routes.listSessions, { query: { email: device, limit, ...(after && { after }) } })
      expect(page.items.length).toBeLessThanOrEqual(limit)
      expect([page.count, page.count_capped]).toEqual([5, false])
      seen.push(...page.items)
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(namesOf(seen)).toEqual(['bobs', 'revoked', 'loggedOut', 'phone', 'laptop'])
  })
}

test('sessions that start while somebody pages do not move the pages', async ({ api, owner }) => {
  const carol = await createPerson(owner)
  const old = [await logIn(api, carol), await logIn(api, carol), await logIn(api, carol)]
  const first = await owner.call(routes.listSessions, { query: { user_id: carol.id, limit: 2 } })
  await logIn(api, carol)
  const second = await owner.call(routes.listSessions, { query: { user_id: carol.id, limit: 2, after: first.next ?? '' } })
  const seen = [...first.items, ...second.items].map(({ id }) => id)
  expect(seen).toEqual(old.map(({ session_id }) => session_id).reverse())
})

test('sessions are found by the time of their last refresh', async ({ owner }) => {
  const { last_seen_at } = await owner.call(routes.readSession, { params: { id: sessions.laptop.session_id } })
  expect(await listed(owner, { email: device, seen_after: last_seen_at })).toEqual(['laptop'])
  expect(await listed(owner, { email: device, seen_before: last_seen_at })).toEqual(['bobs', 'revoked', 'loggedOut', 'phone'])
})

test('a session that is used from another network and browser says when, and from where', async ({ api, owner }) => {
  const carol = await createPerson(owner)
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
  const login = await logIn(api.from('198.51.100.1').with({ 'user-agent': firefox }), carol)
  const near = await refresh(api.from('198.51.100.250').with({ 'user-agent': firefox }), login)
  const far = await refresh(api.from('203.0.113.1').with({ 'user-agent': firefox }), near)
  await refresh(api.from('203.0.113.1').with({ 'user-agent': 'curl/8' }), far)
  const { events, ip, last_ip, device: shown } = await owner.call(routes.readSession, { params: { id: login.session_id } })
  expect(events.map(({ kind, ip: from, user_agent }) => [kind, from, user_agent])).toEqual([
    ['session_started', '198.51.100.1', firefox],
    ['session_moved', '203.0.113.1', firefox],
    ['session_moved', '203.0.113.1', 'curl/8'],
  ])
  expect([ip, last_ip, shown.user_agent]).toEqual(['198.51.100.1', '203.0.113.1', firefox])
})

test('the session that asks is marked, and no other', async ({ api, owner }) => {
  const support = await createPerson(owner, ['support'])
  const [other, asking] = [await logIn(api, support), await logIn(api, support)]
  const { items } = await api.as(asking).call(routes.listSessions, { query: { user_id: support.id } })
  expect(items.map(({ id, current }) => [id, current])).toEqual([
    [asking.session_id, true],
    [other.session_id, false],
  ])
})

function namesOf(items: readonly AdminSession[]): string[] {
  const names = new Map(Object.entries(sessions).map(([name, { session_id }]) => [session_id, name]))
  return items.map(({ id }) => names.get(id) ?? `a stranger’s session ${id}`)
}

async function listed(owner: Api, query: Filters): Promise<string[]> {
  return namesOf((await owner.call(routes.listSessions, { query })).items)
}
