import { randomBytes, randomUUID } from 'node:crypto'
import { type Session, successorOf, type WatermarkScope } from '@tessera/core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { accountStore } from '../accounts/index.js'
import { clientStore } from '../clients/index.js'
import { sessionRevocationStore } from '../session-revocations/index.js'
import { newClient } from '../testing/clients.js'
import { revocationOf } from '../testing/revoking.js'
import { origin, testStore, type TestStore } from '../testing/store.js'

/** The database's clock goes back, as when another machine takes over whose own is behind. */
let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())
afterEach(() => at.pass(-at.passed()))

const offset = () => at.passed() * 1000
const accounts = () => accountStore(at.database, offset)

/** A session that started in what is now the future. */
async function ahead(login: Parameters<TestStore['start']>[0] = {}): Promise<Session> {
  at.pass(60)
  const session = await at.start(login)
  at.pass(-60)
  return session
}

const endAllOf = (userId: string, except: string | null = null) =>
  at.store.endAll({ of: { scope: 'user', subject: userId }, reason: 'revoked_by_user', by: userId, except, origin })

async function endEverything(everything: WatermarkScope): Promise<number> {
  const store = sessionRevocationStore(at.database, at.defaults, offset)
  const id = await store.create(revocationOf(await at.createUser(), null, { target: { everything } }))
  await at.pool.query(`UPDATE users SET roles = '{owner}' WHERE id = (SELECT created_by FROM session_revocations WHERE id = $1)`, [id])
  while ((await store.advance(id)) === 'more');
  return (await store.find(id, null))!.ended
}

describe('a session that started before the clock was set back ends', () => {
  it('with every session of its user', async () => {
    const session = await ahead()
    expect(await endAllOf(session.userId)).toMatchObject({ ended: 1 })
    expect(await at.refresh(successorOf(session))).toMatchObject({ refusal: 'session_ended', end: { reason: 'revoked_by_user' } })
    expect(await endAllOf(session.userId)).toMatchObject({ ended: 0 })
  })

  it.each(['user', 'company', 'client', 'platform'] as const)('with everything of its %s', async (scope) => {
    const { rows } = await at.pool.query<{ id: number }>(`INSERT INTO companies (name) VALUES ('c') RETURNING id`)
    const [companyId, clientId] = [rows[0]!.id, await newClient(at)]
    const session = await ahead({ userId: await at.createUser({ companyId }), clientId })
    const subjects = { user: session.userId, company: String(companyId), client: clientId }
    expect(await endEverything(scope === 'platform' ? { scope, subject: null } : { scope, subject: subjects[scope] })).toBe(1)
    expect(await at.refresh(successorOf(session))).toMatchObject({ refusal: 'session_ended', end: { reason: 'revoked_by_admin' } })
  })

  it('with the password of its user, and the one that changes it goes on', async () => {
    const session = await ahead()
    const own = await at.start({ userId: session.userId })
    const change = { from: 'hash', to: 'another', mail: { kind: 'password_changed', sealed: null }, origin }
    expect(await accounts().changePassword({ userId: session.userId, sessionId: own.id, ...change })).toBe(true)
    expect(await at.refresh(successorOf(session))).toMatchObject({ refusal: 'session_ended', end: { reason: 'password_changed' } })
    expect(await at.refresh(successorOf(own))).toMatchObject({ outcome: 'rotated' })
  })

  it('with its client, for good', async () => {
    const clientId = await newClient(at)
    const session = await ahead({ clientId })
    const by = { by: session.userId, origin }
    for (const disabled of [true, false])
      await clientStore(at.database, offset).change(clientId, (client) => ({ to: { ...client, disabled } }), by)
    expect(await at.refresh(successorOf(session))).toMatchObject({ refusal: 'session_ended', end: { reason: 'client_disabled' } })
  })
})

it('a login after a watermark that ended sessions of the future starts later than that, and lives', async () => {
  const { userId } = await ahead()
  const { at: endedAt } = await endAllOf(userId)
  const { session, now } = (await at.startAs(userId))!
  expect(session.startedAt).toBeGreaterThan(endedAt)
  // A minute before, within the seconds that this takes: an access token of a time to come is good for nothing.
  expect(now).toBeLessThan(endedAt - 30_000)
  expect(await at.refresh(successorOf(session))).toMatchObject({ outcome: 'rotated' })
})

it('what ends one scope leaves the sessions of others as they are', async () => {
  const [session, other] = [await ahead(), await ahead()]
  await endAllOf(session.userId)
  expect(await at.refresh(successorOf(other))).toMatchObject({ outcome: 'rotated' })
})

describe('a mail that went out before the clock was set back', () => {
  const mail = { kind: 'a_code', sealed: Buffer.from('sealed') }
  const account = async (email: string, verified: boolean) => {
    const id = await at.createUser({ email })
    if (verified) await at.pool.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [id])
    return id
  }
  const codeHash = () => randomBytes(32)

  it.each([
    ['a forgotten password', true, ({ email }) => accounts().forgotPassword({ email, tokenHash: codeHash(), mail, origin })],
    ['a verification, asked for again', false, ({ email }) => accounts().resendVerification({ email, codeHash: codeHash(), mail })],
    [
      'a sign-up',
      false,
      ({ email }) =>
        accounts().signUp({
          ...{ id: randomUUID(), email, passwordHash: 'hash', name: null, codeHash: codeHash(), passwordAtOnce: false, origin },
          mails: { code: mail, already: mail },
        }),
    ],
    [
      'another address',
      true,
      ({ id, email }) =>
        accounts().askToChangeEmail({
          ...{ userId: id, email: `new-${email}`, codeHash: codeHash(), origin },
          mails: { code: { ...mail, mailbox: codeHash() }, taken: mail },
        }),
    ],
  ] satisfies [string, boolean, (user: { id: string; email: string }) => Promise<unknown>][])(
    'keeps nobody waiting until that time comes again: for %s',
    async (_what, verified, ask) => {
      const email = `${randomUUID()}@example.com`
      const user = { id: await account(email, verified), email }
      const mailed = async () => (await at.pool.query('SELECT FROM mails WHERE user_id = $1', [user.id])).rowCount
      at.pass(18_000)
      await ask(user)
      at.pass(-18_000)
      expect(await mailed()).toBe(1)
      await ask(user)
      await ask(user)
      expect(await mailed()).toBe(2)
    },
  )
})
