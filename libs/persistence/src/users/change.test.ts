import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { untilWaited } from '../testing/waiting.js'
import { userStore, type UserChange } from './index.js'

let at: TestStore
let users: ReturnType<typeof userStore>
beforeAll(async () => {
  at = await testStore()
  users = userStore(at.database)
})
afterAll(() => at.close())

const administering = (id: string, by: string) => ({ id, by, origin, reach: {}, only: null })
const change = (id: string, by: string, wanted: UserChange) => users.change(administering(id, by), wanted)
const restore = (ids: readonly string[]) =>
  at.pool.query(`UPDATE users SET roles = '{owner}', disabled_at = NULL WHERE id = ANY ($1)`, [ids])

describe('two owners who take each other away at one instant', () => {
  it.each<[string, UserChange]>([
    ['demoting', { roles: [] }],
    ['disabling', { disabled: true }],
  ])('leave one, by %s, however often they try', async (_, wanted) => {
    const [ada, bob] = [await at.createUser(), await at.createUser()]
    for (let round = 0; round < 20; round++) {
      await restore([ada, bob])
      const refusals = await Promise.all([change(ada, bob, wanted), change(bob, ada, wanted)])
      expect(refusals.toSorted()).toEqual(['last_owner', null])
    }
    await at.pool.query(`UPDATE users SET roles = '{}'`)
  })
})

describe('a login that meets a disable', () => {
  it('starts no session that lives on, in any order', async () => {
    const id = await at.createUser()
    for (let round = 0; round < 30; round++) {
      const [, ...started] = await Promise.all([change(id, id, { disabled: true }), ...Array.from({ length: 4 }, () => at.startAs(id))])
      await change(id, id, { disabled: false })
      for (const login of started) {
        if (login) expect(await at.store.find(login.session.id, {})).toMatchObject({ state: 'ended', reason: 'user_disabled' })
      }
    }
  })
})

describe('a change', () => {
  it('by whoever may change some roles alone is refused for any other, whatever it is, themselves aside', async () => {
    const [id, by] = [await at.createUser(), await at.createUser()]
    const rename = (whom: string) => users.change({ ...administering(whom, by), only: ['auditor'] }, { name: 'Ada' })
    for (const [roles, refusal] of [
      [[], null],
      [['auditor'], null],
      [['support'], 'role_not_allowed'],
      [['auditor', 'admin'], 'role_not_allowed'],
    ] as const) {
      for (const user of [id, by]) await change(user, user, { roles })
      expect([await rename(id), await rename(by)]).toEqual([refusal, null])
    }
  })

  it('takes back nothing that the user did at the same moment', async () => {
    const [id, by] = [await at.createUser(), await at.createUser()]
    const own = await at.pool.connect()
    await own.query('BEGIN')
    await own.query(`UPDATE users SET name = 'Ada', email_verified_at = now() WHERE id = $1`, [id])
    const changed = change(id, by, { roles: ['support'] })
    await untilWaited(at)
    await own.query('COMMIT')
    own.release()
    expect(await changed).toBeNull()
    expect(await users.findAdministered(id, {})).toMatchObject({ name: 'Ada', emailVerifiedAt: expect.any(Number), roles: ['support'] })
  })

  it('is logged with what became of roles and company, and with no name', async () => {
    const id = await at.createUser()
    await change(id, id, { name: 'Ada Lovelace', roles: ['support'], emailVerified: true })
    const { items } = await users.events(id, {}, 10)
    expect(items).toMatchObject([
      { kind: 'user_changed', details: { name: true, roles: { from: [], to: ['support'] }, email_verified: true } },
    ])
    expect(JSON.stringify(items)).not.toContain('Lovelace')
  })

  it('to what is so already is none, and leaves no event', async () => {
    const id = await at.createUser()
    expect(await change(id, id, { roles: [], disabled: false, companyId: 1 })).toBeNull()
    expect((await users.events(id, {}, 10)).items).toEqual([])
  })
})
