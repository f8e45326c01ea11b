import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountStore } from '../accounts/index.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { mailStore } from './index.js'

let at: TestStore
let accounts: ReturnType<typeof accountStore>
let mails: ReturnType<typeof mailStore>
beforeAll(async () => {
  at = await testStore()
  const offset = () => at.passed() * 1000
  accounts = accountStore(at.database, offset)
  mails = mailStore(at.database, offset)
})
afterAll(() => at.close())
beforeEach(() => at.pool.query('DELETE FROM mails'))

const sealed = Buffer.from('sealed')
const mailboxOf = (email: string) => Buffer.from(email)
const newEmail = () => `${randomUUID()}@example.com`

async function ask(userId: string, email: string) {
  const codeHash = randomBytes(32)
  const code = { kind: 'email_change', sealed, mailbox: mailboxOf(email) }
  await accounts.askToChangeEmail({ userId, email, codeHash, mails: { code, taken: { kind: 'email_change_taken', sealed } }, origin })
  at.pass(61)
  return codeHash
}
const confirm = (userId: string, codeHash: Uint8Array, from: string) =>
  accounts.confirmEmail({ userId, codeHash, mailOf: () => ({ kind: 'email_changed', sealed, mailbox: mailboxOf(from) }), origin })
const forget = async (email: string) => {
  await accounts.forgotPassword({ email, tokenHash: randomBytes(32), mail: { kind: 'password_reset', sealed }, origin })
  at.pass(61)
}

/** Claims what can be claimed now, and has all of it refused until later. */
async function refused(): Promise<readonly string[]> {
  const kinds: string[] = []
  for (let mail = await mails.claim(); mail; mail = await mails.claim()) {
    kinds.push(mail.kind)
    await mails.settle(mail, { outcome: 'later', after: 28_800, fault: '451' })
  }
  return kinds
}

describe('a mailbox that takes nothing', () => {
  it('holds up no mail to the user’s own, where somebody wants to change the address to it', async () => {
    const email = newEmail()
    const userId = await at.createUser({ email })
    await ask(userId, newEmail())
    await forget(email)
    expect(await refused()).toEqual(['email_change', 'password_reset'])
  })

  it('holds up what else goes there: no code overtakes the one before', async () => {
    const userId = await at.createUser()
    const wanted = newEmail()
    await ask(userId, wanted)
    await ask(userId, wanted)
    await ask(userId, newEmail())
    expect(await refused()).toEqual(['email_change', 'email_change'])
  })

  it('holds up the new one’s mails no more when it is the old one; and is told so after what it waits for', async () => {
    const [email, wanted] = [newEmail(), newEmail()]
    const userId = await at.createUser({ email })
    await forget(email)
    expect(await confirm(userId, await ask(userId, wanted), email)).toBe('changed')
    await forget(wanted)
    expect(await refused()).toEqual(['password_reset', 'email_change', 'password_reset'])
  })

  it('is forgotten when a mail is given up', async () => {
    await ask(await at.createUser(), newEmail())
    const mail = await mails.claim()
    if (mail) await mails.settle(mail, { outcome: 'given_up', fault: '550' })
    expect((await at.pool.query('SELECT sealed, mailbox FROM mails')).rows).toEqual([{ sealed: null, mailbox: null }])
  })
})

describe('after the database’s clock was set back by hours', () => {
  const afterwards = async (work: () => Promise<unknown>) => {
    at.pass(7200)
    await work()
    at.pass(-7200)
  }

  it('a mail goes out that was queued before', async () => {
    const email = newEmail()
    await at.createUser({ email })
    await afterwards(() => forget(email))
    expect(await mails.claim()).toMatchObject({ kind: 'password_reset' })
  })

  it('a mail is taken over that a process had which is gone', async () => {
    const email = newEmail()
    await at.createUser({ email })
    await forget(email)
    await afterwards(() => mails.claim())
    expect(await mails.claim()).toMatchObject({ attempts: 2 })
  })

  it('a mail that was refused waits for its next attempt, for a pause of today’s clock at most', async () => {
    const email = newEmail()
    await at.createUser({ email })
    await forget(email)
    at.pass(30 * 86_400)
    expect(await refused()).toEqual(['password_reset'])
    expect(await mails.claim()).toBeNull()
    at.pass(-30 * 86_400)
    expect(await refused()).toEqual(['password_reset'])
    expect(await mails.claim()).toBeNull()
  })
})

it('a clock that is set right by a second leaves a mail in the hands that it is in', async () => {
  const email = newEmail()
  await at.createUser({ email })
  await forget(email)
  await mails.claim()
  at.pass(-1)
  expect(await mails.claim()).toBeNull()
})

it('what a process says too late of a mail, which is in other hands by then, is not heard', async () => {
  const email = newEmail()
  await at.createUser({ email })
  await forget(email)
  const slow = (await mails.claim())!
  at.pass(120)
  const taken = (await mails.claim())!
  for (const word of [{ outcome: 'later', after: 1, fault: '451' }, { outcome: 'given_up', fault: '550' }, { outcome: 'sent' }] as const)
    await mails.settle(slow, word)
  const state = async () => (await at.pool.query('SELECT sent_at IS NOT NULL AS sent, failed_at, last_fault FROM mails')).rows as unknown[]
  expect(await state()).toEqual([{ sent: false, failed_at: null, last_fault: null }])
  expect(await mails.claim()).toBeNull()
  await mails.settle(taken, { outcome: 'sent' })
  expect(await state()).toEqual([{ sent: true, failed_at: null, last_fault: null }])
})

it('a mail that was queued while its user was deleted goes to nobody', async () => {
  const userId = await at.createUser()
  await at.pool.query(`INSERT INTO mails (kind, user_id, created_at, due_at) VALUES ('new_device', $1, now(), now())`, [userId])
  await at.pool.query('UPDATE users SET deleted_at = now() WHERE id = $1', [userId])
  expect(await mails.claim()).toMatchObject({ userId, userEmail: null })
})
