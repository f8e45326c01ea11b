import { successorOf } from '@tessera/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clientStore } from '../clients/index.js'
import { newCompany, someKey, testApiKeys } from '../testing/api-keys.js'
import { newClient, newSecret } from '../testing/clients.js'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { untilWaited, whileLocked } from '../testing/waiting.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

describe('starting a session', () => {
  it('does not start when the password was changed after it was verified', async () => {
    const userId = await at.createUser()
    await at.pool.query(`UPDATE users SET password_hash = 'other' WHERE id = $1`, [userId])
    expect(await at.startAs(userId)).toBeNull()
  })

  it('does not start for a user who was disabled or deleted, nor at a disabled client', async () => {
    for (const column of ['disabled_at', 'deleted_at']) {
      const userId = await at.createUser()
      await at.pool.query(`UPDATE users SET ${column} = now() WHERE id = $1`, [userId])
      expect(await at.startAs(userId)).toBeNull()
    }
    await at.pool.query(`INSERT INTO clients (id, name, disabled_at) VALUES ('gone', 'Gone', now())`)
    expect(await at.startAs(await at.createUser(), { clientId: 'gone' })).toBeNull()
  })

  it('does not survive a change of password that it races', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 50; round++) {
      const userId = await at.createUser()
      const change = async () => {
        const client = await at.pool.connect()
        try {
          await client.query('BEGIN')
          await client.query(`UPDATE users SET password_hash = 'new' WHERE id = $1`, [userId])
          await client.query(
            `INSERT INTO watermarks (subject, at, reason) VALUES ($1, clock_timestamp() + $2 * interval '1 second', 'password_changed')`,
            [`user:${userId}`, at.passed()],
          )
          await client.query('COMMIT')
        } finally {
          client.release()
        }
      }
      const [started] = await Promise.all([at.startAs(userId), change()])
      if (started) expect(await at.refresh(successorOf(started.session))).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
    }
  })

  it('starts later than every watermark in force, even one set in this millisecond or by a clock ahead of ours', async () => {
    const userId = await at.createUser()
    const { rows } = await at.pool.query<{ at: number }>(
      `INSERT INTO watermarks (subject, at, reason) VALUES ($1, clock_timestamp() + interval '1 day', 'password_changed') RETURNING at`,
      [`user:${userId}`],
    )
    const started = await at.startAs(userId)
    expect(started?.session.startedAt).toBeGreaterThan(rows[0]!.at)
  })

  it('gives ids in the order of starting', async () => {
    const ids: string[] = []
    for (let i = 0; i < 5; i++) {
      at.pass(1)
      ids.push((await at.start()).id)
    }
    expect([...ids].sort()).toEqual(ids)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('starting a session with an API key', () => {
  let companyId: number
  let maker: string
  let userId: string
  beforeEach(async () => {
    companyId = await newCompany(at)
    maker = await at.createUser({ companyId })
    userId = await at.createUser({ companyId })
  })
  const keys = () => testApiKeys(at)

  it('takes one of the user’s company, and no other’s', async () => {
    const { shown: apiKey } = await keys().made({ userId: maker })
    expect(await at.startAs(await at.createUser(), { apiKey })).toBeNull()
    expect(await at.startAs(userId, { apiKey })).toMatchObject({ session: { companyId } })
  })

  it('takes none that nobody made, or that is not for tokens', async () => {
    const { shown } = await keys().made({ userId: maker })
    const { shown: reader } = await keys().made({ userId: maker, scopes: ['sessions:read', 'introspect'] })
    for (const apiKey of [someKey(), { ...shown, hash: someKey().hash }, reader]) expect(await at.startAs(userId, { apiKey })).toBeNull()
  })

  it('does not start when the key was revoked or ran out after it was looked at', async () => {
    const revoked = await keys().made({ userId: maker })
    await keys().revoke({ id: revoked.id, by: maker, origin }, {})
    const shortLived = await keys().made({ userId: maker, expiresIn: 60 })
    expect(await at.startAs(userId, { apiKey: shortLived.shown })).not.toBeNull()
    at.pass(61)
    for (const { shown: apiKey } of [revoked, shortLived]) expect(await at.startAs(userId, { apiKey })).toBeNull()
  })

  it.each(['disabled_at = now()', 'deleted_at = now()', 'company_id = 1'])(
    'does not start when the key’s maker has %s meanwhile',
    async (change) => {
      const { shown: apiKey } = await keys().made({ userId: maker })
      await at.pool.query(`UPDATE users SET ${change} WHERE id = $1`, [maker])
      expect(await at.startAs(userId, { apiKey })).toBeNull()
    },
  )
})

describe('starting a session at a client', () => {
  const user = () => at.createUser()

  it('that is confidential takes its secret, and no other', async () => {
    const clientId = await newClient(at, { confidential: true })
    const secret = await newSecret(at, clientId)
    const others = await newSecret(at, await newClient(at, { confidential: true }))
    const expired = await newSecret(at, clientId, -1)
    for (const wrong of [null, others, expired]) expect(await at.startAs(await user(), { clientId, clientSecretHash: wrong })).toBeNull()
    expect(await at.startAs(await user(), { clientId, clientSecretHash: secret })).toMatchObject({ session: { clientId } })
  })

  it('that is public takes none, and refuses what is shown as one', async () => {
    const clientId = await newClient(at)
    const others = await newSecret(at, await newClient(at, { confidential: true }))
    expect(await at.startAs(await user(), { clientId, clientSecretHash: others })).toBeNull()
    expect(await at.startAs(await user(), { clientId })).not.toBeNull()
  })

  it('whose sessions must be bound takes a key with every login', async () => {
    const clientId = await newClient(at, { dpop_required: true })
    expect(await at.startAs(await user(), { clientId })).toBeNull()
    expect(await at.startAs(await user(), { clientId, dpopThumbprint: 'key-1' })).toMatchObject({ session: { dpopThumbprint: 'key-1' } })
  })

  it('needs the grant: one that only has tokens of its own logs nobody in', async () => {
    const starts = async (grants: string[]) => (await at.startAs(await user(), { clientId: await newClient(at, { grants }) })) !== null
    expect(await starts(['client_credentials'])).toBe(false)
    expect(await starts([])).toBe(false)
    expect(await starts(['client_credentials', 'refresh_token'])).toBe(true)
  })

  it('comes in a wire format that it has enabled, or in our own; and the session says which', async () => {
    const clientId = await newClient(at, { every_dialect: false, dialects: ['freddy', 'xerial'] })
    const started = async (dialect: string | null, at_ = clientId) => {
      const answer = await at.startAs(await user(), { clientId: at_, dialect })
      if (!answer) return 'refused'
      const { rows } = await at.pool.query<{ dialect: string | null }>('SELECT dialect FROM sessions WHERE id = $1', [answer.session.id])
      return rows[0]?.dialect
    }
    expect(await started('talkstack')).toBe('refused')
    expect(await started('xerial')).toBe('xerial')
    expect(await started(null)).toBeNull()
    expect(await started('talkstack', await newClient(at))).toBe('talkstack')
  })

  it('leaves nothing behind when it is refused: no session, no event', async () => {
    const clientId = await newClient(at, { confidential: true })
    const userId = await user()
    for (const endsOldest of [false, true]) expect(await at.startAs(userId, { clientId, endsOldest })).toBeNull()
    for (const table of ['sessions', 'events']) {
      expect((await at.pool.query(`SELECT FROM ${table} WHERE user_id = $1`, [userId])).rowCount).toBe(0)
    }
  })

  it.each([false, true])('that is disabled while the login waits does not start (with a bound of sessions: %s)', async (endsOldest) => {
    const [clientId, userId] = [await newClient(at, { sessions_per_user: 3 }), await user()]
    const clients = clientStore(at.database, () => at.passed() * 1000)
    const starting = await whileLocked(at, 'users', userId, async () => {
      const login = at.startAs(userId, { clientId, endsOldest })
      await untilWaited(at)
      await clients.change(
        clientId,
        ({ id: _id, confidential: _confidential, createdAt: _createdAt, disabledAt: _disabledAt, ...rules }) => ({
          to: { ...rules, disabled: true },
        }),
        { by: userId, origin },
      )
      return { login }
    })
    expect(await starting.login).toBeNull()
  })

  it.each([false, true])('tries again when it found the rows locked for too long (with a bound of sessions: %s)', async (endsOldest) => {
    const [clientId, userId] = [await newClient(at, { sessions_per_user: 3 }), await user()]
    const starting = await whileLocked(at, 'users', userId, async () => {
      const login = at.startAs(userId, { clientId, endsOldest })
      await untilWaited(at, 2)
      return { login }
    })
    expect(await starting.login).toMatchObject({ session: { userId } })
  })
})
