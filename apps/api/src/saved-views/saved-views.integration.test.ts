import { routes } from '@tessera/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

it('views are saved, replaced under their name, listed and forgotten by whoever saved them', async () => {
  const [ada, eve] = [await api.person(['auditor']), await api.person(['owner'])]
  const body = { page: 'sessions', name: ' Reuse ', query: 'reason=reuse_detected' } as const
  const saved = await ada.call(routes.saveMyView, { body })
  expect(saved).toMatchObject({ status: 201, body: { ...body, name: 'Reuse' } })
  const replaced = await ada.call(routes.saveMyView, { body: { ...body, query: 'state=ended' } })
  expect(replaced.body).toEqual({ ...saved.body, query: 'state=ended' })
  expect((await ada.call(routes.mySavedViews)).body.items).toEqual([replaced.body])
  expect((await eve.call(routes.mySavedViews)).body.items).toEqual([])
  const params = { id: saved.body.id }
  expect((await eve.call(routes.forgetMyView, { params })).status).toBe(404)
  expect((await ada.call(routes.forgetMyView, { params })).status).toBe(204)
  expect((await ada.call(routes.forgetMyView, { params })).status).toBe(404)
})

it('a view too many is refused', async () => {
  const ada = await api.person()
  await api.database.pool.query(
    `INSERT INTO saved_views (id, user_id, page, name, query) SELECT gen_random_uuid(), $1, 'users', 'view ' || i, '' FROM generate_series(1, 50) i`,
    [ada.userId],
  )
  const refused = await ada.call(routes.saveMyView, { body: { page: 'users', name: 'one more', query: '' } })
  expect(refused).toMatchObject({ status: 409, body: { code: 'too_many_saved_views' } })
  expect((await ada.call(routes.saveMyView, { body: { page: 'users', name: 'view 7', query: 'q=x' } })).status).toBe(201)
})
