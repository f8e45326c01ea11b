import { afterAll, beforeAll, expect, it } from 'vitest'
import { handedOut, testStore, type TestStore } from '../testing/store.js'

let store: TestStore
beforeAll(async () => (store = await testStore()))
afterAll(() => store.close())

const mailsOf = async (sessionId: string) =>
  (await store.pool.query<{ kind: string }>('SELECT kind FROM mails WHERE session_id = $1', [sessionId])).rows

it('tells the owner of a session that was ended for reuse, in the statement that ends it, and once', async () => {
  const session = await store.start()
  const first = { sessionId: session.id, generation: 1, branch: 0 }
  const second = handedOut(await store.refresh(first))
  await store.refresh(second)
  store.pass(3600)
  expect(await mailsOf(session.id)).toEqual([])
  expect(await store.refresh(first)).toMatchObject({ outcome: 'refused', refusal: 'reuse_detected' })
  expect(await store.refresh(first)).toMatchObject({ outcome: 'refused', refusal: 'session_ended' })
  expect(await mailsOf(session.id)).toEqual([{ kind: 'reuse_detected' }])
})
