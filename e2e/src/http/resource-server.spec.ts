import { routes } from '@tessera/contract'
import { followRevocations, type FollowedRevocations, resourceServer, type Verdict } from '@tessera/verifier'
import type { Api } from './api.js'
import { createPerson, logIn, refresh, uniqueName } from './people.js'
import { expect, test as base } from './test.js'

interface Follower {
  /** Follows the feed until the test is over, and knows everything. */
  follow(key: string, whenStale?: 'refuse' | 'accept'): Promise<FollowedRevocations>
}

const test = base.extend<Follower>({
  async follow({ api }, use) {
    const following: FollowedRevocations[] = []
    await use(async (apiKey, whenStale = 'refuse') => {
      const follower = followRevocations({ apiUrl: api.url, apiKey, follower: uniqueName('e2e'), whenStale })
      following.push(follower)
      await follower.ready()
      return follower
    })
    await Promise.all(following.map((follower) => follower.close()))
  },
})

async function feedKey(caller: Api, everyCompany = false): Promise<string> {
  const scopes = everyCompany ? (['revocations:read', 'revocations:every_company'] as const) : (['revocations:read'] as const)
  return (await caller.call(routes.createMyApiKey, { body: { name: 'Feed', scopes: [...scopes] } })).key
}

/** A server of a team's, for the tokens that clients without an audience get. */
function serverAt({ url }: Api, revocations: FollowedRevocations) {
  const server = resourceServer({ issuer: url, audience: url, revocations })
  const word = ({ claims, refusal }: Verdict) => (claims ? 'in' : refusal)
  return async ({ access_token }: { access_token: string }) =>
    word(await server.check({ method: 'GET', url: `${url}/orders`, authorization: `Bearer ${access_token}` }, { scopes: ['account'] }))
}
/** What the platform has acknowledged is honoured here within a second. */
const soon = { timeout: 1000, intervals: [10] }

test('a service refuses what was revoked within a second, and nothing else', async ({ api, owner, follow }) => {
  const [ada, bob] = [await createPerson(owner), await createPerson(owner)]
  const [one, other, bobs] = [await logIn(api, ada), await logIn(api, ada), await logIn(api, bob)]
  const revocations = await follow(await feedKey(owner, true))
  const shown = serverAt(api, revocations)
  for (const each of [one, other, bobs]) expect(await shown(each)).toBe('in')

  await owner.call(routes.revokeSession, { params: { id: one.session_id }, body: {} })
  await expect.poll(() => shown(one), soon).toBe('revoked')
  expect(await shown(other)).toBe('in')

  await owner.call(routes.updateUser, { params: { id: ada.id }, body: { disabled: true } })
  await expect.poll(() => shown(other), soon).toBe('revoked')
  expect(await shown(bobs)).toBe('in')
  expect(revocations.state).toMatchObject({ via: 'stream', stale: false, companyId: null, fault: null })
})

test('whoever signs out everywhere else stays signed in here', async ({ api, owner, follow }) => {
  const ada = await createPerson(owner)
  const [here, there] = [await logIn(api, ada), await logIn(api, ada)]
  const shown = serverAt(api, await follow(await feedKey(owner, true)))
  await api.as(here).call(routes.endMyOtherSessions)
  await expect.poll(() => shown(there), soon).toBe('revoked')
  expect(await shown(here)).toBe('in')
  expect(await shown(await refresh(api, here))).toBe('in')
})

test('a service that begins later knows what was revoked before', async ({ api, owner, follow }) => {
  const ada = await createPerson(owner)
  const login = await logIn(api, ada)
  await owner.call(routes.revokeSession, { params: { id: login.session_id }, body: {} })
  const shown = serverAt(api, await follow(await feedKey(owner, true)))
  expect(await shown(login)).toBe('revoked')
})

test('a company’s key follows that company, and tokens of others are not taken', async ({ api, owner, follow }) => {
  const { id: companyId } = await owner.call(routes.createCompany, { body: { name: uniqueName('Company') } })
  const [auditor, theirs, ours] = [
    await createPerson(owner, ['auditor'], 'auditor', companyId),
    await createPerson(owner, [], 'theirs', companyId),
    await createPerson(owner),
  ]
  const revocations = await follow(await feedKey(api.as(await logIn(api, auditor))), 'accept')
  const shown = serverAt(api, revocations)
  const [login, stranger] = [await logIn(api, theirs), await logIn(api, ours)]
  expect(revocations.state.companyId).toBe(companyId)
  expect(await shown(login)).toBe('in')
  expect(await shown(stranger)).toBe('company_not_followed')
  await owner.call(routes.revokeSession, { params: { id: login.session_id }, body: {} })
  await expect.poll(() => shown(login), soon).toBe('revoked')
})

test('the console is told how far a service is, until that stops', async ({ owner, follow }) => {
  const revocations = await follow(await feedKey(owner, true))
  const name = revocations.follower
  const listed = async () => (await owner.call(routes.listFollowers)).items.find((item) => item.name === name)
  await expect.poll(listed, { timeout: 5000, intervals: [100] }).toMatchObject({ via: 'stream', when_stale: 'refuse', silent: false })
  await revocations.close()
  expect(await listed()).toBeUndefined()
})
