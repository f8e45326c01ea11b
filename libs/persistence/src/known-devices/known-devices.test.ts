import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testStore, type TestStore } from '../testing/store.js'
import { knownDeviceStore, mostKnownDevices } from './index.js'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(() => at.close())

const device = (n: number) => ({ deviceDigest: Buffer.alloc(32, n) })

async function mailsTo(userId: string): Promise<readonly { kind: string; session_id: string; sealed: null }[]> {
  const { rows } = await at.pool.query<{ kind: string; session_id: string; sealed: null }>(
    'SELECT kind, session_id, sealed FROM mails WHERE user_id = $1 ORDER BY id',
    [userId],
  )
  return rows
}

async function known(userId: string): Promise<readonly number[]> {
  const found = await knownDeviceStore(at.database).find(`${userId}@example.com`)
  return (found?.digests ?? []).map((digest) => digest[0] ?? -1).sort((a, b) => a - b)
}

describe('a device that somebody logs in from', () => {
  it('is known from then on, and is news to nobody when it was the first', async () => {
    const userId = await at.createUser()
    await at.startAs(userId, device(1))
    expect(await known(userId)).toEqual([1])
    expect(await mailsTo(userId)).toEqual([])
  })

  it('is told to its user when others were known and it was not, once', async () => {
    const userId = await at.createUser()
    await at.startAs(userId, device(1))
    const started = await at.startAs(userId, device(2))
    await at.startAs(userId, device(2))
    await at.startAs(userId, device(1))
    expect(await mailsTo(userId)).toEqual([{ kind: 'new_device', session_id: started?.session.id, sealed: null }])
    expect(await known(userId)).toEqual([1, 2])
  })

  it('is not remembered, and nobody is told, when the login comes to nothing', async () => {
    const userId = await at.createUser()
    await at.startAs(userId, device(1))
    expect(await at.startAs(userId, { ...device(2), passwordHash: 'other' })).toBeNull()
    expect([await known(userId), await mailsTo(userId)]).toEqual([[1], []])
  })

  it('is told once when it logs in many times at once', async () => {
    const userId = await at.createUser()
    await at.startAs(userId, device(1))
    await Promise.all(Array.from({ length: 10 }, () => at.startAs(userId, device(2))))
    expect(await mailsTo(userId)).toHaveLength(1)
  })

  it('is another one for another user', async () => {
    const [ada, grace] = [await at.createUser(), await at.createUser()]
    await at.startAs(ada, device(1))
    await at.startAs(grace, device(2))
    expect([await known(ada), await known(grace)]).toEqual([[1], [2]])
  })

  it('is forgotten when many others were seen since, and not the one that was seen last', async () => {
    const userId = await at.createUser()
    for (let n = 0; n < mostKnownDevices; n++) await at.startAs(userId, device(n))
    at.pass(1)
    await at.startAs(userId, device(0))
    at.pass(1)
    await at.startAs(userId, device(mostKnownDevices))
    const devices = await known(userId)
    expect(devices).toHaveLength(mostKnownDevices)
    expect([devices.includes(0), devices.includes(mostKnownDevices)]).toEqual([true, true])
  })
})

it('nobody’s devices are those of an address without an account', async () => {
  expect(await knownDeviceStore(at.database).find('nobody@example.com')).toBeNull()
})
