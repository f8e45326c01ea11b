import { routes, type TokenResponse } from '@tessera/contract'
import { type OwnApi, startApi } from '../system/system.js'
import { Api } from './api.js'
import { partsOf } from './forged-token.js'
import { createPerson, logIn, refresh, refusedRefresh } from './people.js'
import { expect, test } from './test.js'

/** What a retry window of one second lets be seen, and access tokens of six: what happens after them. One process, so that one system serves all. */
test.describe.configure({ mode: 'default' })

let system: OwnApi
let api: Api
let owner: Api
let early: TokenResponse

test.beforeAll(async () => {
  system = await startApi({ RETRY_WINDOW: '1', ACCESS_TOKEN_LIFETIME: '6' })
  api = new Api(system.apiUrl)
  early = await logIn(api, system.owner)
})
test.beforeEach(async () => {
  owner = api.as(await logIn(api, system.owner))
})
test.afterAll(() => system.stop())

test('the same token again, after the window, is given a successor on a new branch', async () => {
  const login = await logIn(api, await createPerson(owner))
  const first = await refresh(api, login)
  const other = await onNewBranch(login, first)
  const { events, issued_branch, branch } = await owner.call(routes.readSession, { params: { id: login.session_id } })
  expect([branch, issued_branch]).toEqual([0, 1])
  expect(events.at(-1)).toMatchObject({
    kind: 'session_branched',
    presented: { generation: 1, branch: 0 },
    issued: { generation: 2, branch: 1 },
  })
  await refresh(api, other)
})

test('two holders who each use a successor of one token are found out, and the session ends for both', async () => {
  const login = await logIn(api, await createPerson(owner))
  const owners = await refresh(api, login)
  const thiefs = await onNewBranch(login, owners)
  const ownersNext = await refresh(api, owners)
  expect(await refusedRefresh(api, thiefs)).toMatchObject(reuse)
  expect(await refusedRefresh(api, ownersNext)).toMatchObject(reuse)
  expect(await api.as(thiefs).refused(routes.me)).toMatchObject(reuse)
  const { end, events } = await owner.call(routes.readSession, { params: { id: login.session_id } })
  expect(end?.reason).toBe('reuse_detected')
  expect(events.map(({ kind }) => kind)).toEqual(['session_started', 'session_branched', 'session_ended'])
})

test('the predecessor is reuse once the window of its successor’s successor is over', async () => {
  const login = await logIn(api, await createPerson(owner))
  const second = await refresh(api, login)
  const third = await refresh(api, second)
  await expect.poll(() => isRefused(login), { intervals: [100] }).toBe(true)
  expect(await refusedRefresh(api, third)).toMatchObject(reuse)
})

test('a client that never rotates goes on with its one token', async () => {
  const login = await logIn(api, await createPerson(owner))
  let latest = await refresh(api, login)
  for (let window = 0; window < 2; window++) latest = await onNewBranch(login, latest)
  await api.as(latest).call(routes.me)
  const { state, refresh_count } = await owner.call(routes.readSession, { params: { id: login.session_id } })
  expect([state, refresh_count]).toEqual(['active', 1])
})

test('an access token that has expired is refused, and its session is not over', async () => {
  const { claims } = partsOf(early.access_token)
  await expect.poll(async () => (await api.as(early).send(routes.me)).status, { intervals: [200], timeout: 15_000 }).toBe(401)
  expect(Date.now() / 1000).toBeGreaterThanOrEqual(Number(claims['exp']))
  const refusal = await api.as(early).refused(routes.me)
  expect(refusal).toMatchObject({ status: 401, code: 'invalid_access_token' })
  expect(refusal.headers.get('www-authenticate')).toContain('error="invalid_token"')
  expect((await api.as(await refresh(api, early)).call(routes.me)).id).toBe(claims['sub'])
})

const reuse = { status: 401, code: 'session_ended', reason: 'reuse_detected' }

/** Presents the same token until the window is over, which shows by a successor that is not the one handed out before. */
async function onNewBranch(presented: TokenResponse, before: TokenResponse): Promise<TokenResponse> {
  let answer = before
  const successor = async () => (answer = await refresh(api, presented)).refresh_token
  await expect.poll(successor, { intervals: [100] }).not.toBe(before.refresh_token)
  return answer
}

async function isRefused({ refresh_token }: TokenResponse): Promise<boolean> {
  return (await api.send(routes.refresh, { body: JSON.stringify({ refresh_token }) })).status === 401
}
