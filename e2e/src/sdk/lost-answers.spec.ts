import { routes } from '@tessera/contract'
import { createSession, SignedOut, UnreachableError } from '@tessera/sdk'
import { createPerson } from '../http/people.js'
import { expect, test } from '../http/test.js'
import { startDroppingProxy } from './dropping-proxy.js'

const deep = Boolean(process.env['TESSERA_DEEP'])
const refreshes = deep ? 10_000 : 600
const clients = 12

test(`nobody is signed out in ${refreshes} refreshes, though every third answer is lost after the server has acted`, async ({
  api,
  owner,
}) => {
  test.setTimeout(deep ? 1_200_000 : 60_000)
  const proxy = await startDroppingProxy(api.url)
  const person = await createPerson(owner)
  let [left, lost] = [refreshes, 0]

  async function keepRefreshing(): Promise<void> {
    let ahead = 0
    const session = createSession({ baseUrl: proxy.url, now: () => Date.now() + ahead })
    await session.logIn({ email: person.email, password: person.password })
    let before = await session.accessToken()
    while (left-- > 0) {
      ahead += 900_000
      for (;;) {
        try {
          const token = await session.accessToken()
          expect(token).not.toBe(before)
          before = token
          break
        } catch (fault) {
          if (!(fault instanceof UnreachableError)) throw fault
          lost += 1
          // As long as it would pause after faults in a row.
          ahead += 30_000
        }
      }
    }
  }

  try {
    const outcomes = await Promise.allSettled(Array.from({ length: clients }, keepRefreshing))
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(proxy.dropped()).toBeGreaterThanOrEqual(Math.floor(refreshes / 3))
    expect(lost).toBeGreaterThanOrEqual(refreshes / 4)
    const { items } = await owner.call(routes.listSessions, { query: { user_id: person.id } })
    expect(items.map(({ state }) => state)).toEqual(Array(clients).fill('active'))
    const counted = items.reduce((sum, { refresh_count }) => sum + refresh_count, 0)
    expect(counted).toBeGreaterThanOrEqual(refreshes - clients)
  } finally {
    await proxy.stop()
  }
})

test('an end that is one is told through such a line, too', async ({ api, owner }) => {
  const proxy = await startDroppingProxy(api.url)
  try {
    const { id, email, password } = await createPerson(owner)
    let ahead = 0
    const session = createSession({ baseUrl: proxy.url, now: () => Date.now() + ahead })
    await session.logIn({ email, password })
    await owner.call(routes.updateUser, { params: { id }, body: { disabled: true } })
    const faults: unknown[] = []
    for (let i = 0; i < 4; i++) {
      ahead += 900_000
      faults.push(await session.accessToken().catch((fault: unknown) => fault))
    }
    expect(faults[0]).toBeInstanceOf(SignedOut)
    expect(faults.slice(1)).toEqual([null, null, null])
  } finally {
    await proxy.stop()
  }
})
