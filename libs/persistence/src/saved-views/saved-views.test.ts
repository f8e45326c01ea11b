import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { origin, testStore, type TestStore } from '../testing/store.js'
import { userStore } from '../users/index.js'
import { mostViews, savedViewStore, type SavedViewStore } from './index.js'

let at: TestStore
let views: SavedViewStore
let ada: string
beforeAll(async () => {
  at = await testStore()
  views = savedViewStore(at.database)
})
afterAll(() => at.close())
beforeEach(async () => {
  ada = await at.createUser()
})

const save = (name: string, query = 'state=ended', page = 'sessions', userId = ada) => views.save({ userId, page, name, query })

describe('a saved view', () => {
  it('is its user’s own, and listed by name', async () => {
    const [two, one] = [await save('b'), await save('A')]
    await save('of Eve', '', 'sessions', await at.createUser())
    expect(await views.list(ada)).toEqual([one, two])
    expect(one).toEqual({
      id: expect.any(String) as string,
      page: 'sessions',
      name: 'A',
      query: 'state=ended',
      createdAt: expect.any(Number) as number,
    })
  })

  it('replaces the one of its name on its list, and keeps its id', async () => {
    const before = await save('Reuse')
    await save('Reuse', 'q=x', 'users')
    expect(await save('Reuse', 'reason=reuse_detected')).toEqual({ ...before, query: 'reason=reuse_detected' })
    expect(await views.list(ada)).toHaveLength(2)
  })

  it('is one when its name is saved by many at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, index) => save('Reuse', `n=${index}`)))
    expect(await views.list(ada)).toHaveLength(1)
  })

  it('is one of fifty, however many are saved at once; a name that is there can be saved still', async () => {
    await at.pool.query(
      `INSERT INTO saved_views (id, user_id, page, name, query) SELECT gen_random_uuid(), $1, 'sessions', 'view ' || i, '' FROM generate_series(1, $2) i`,
      [ada, mostViews - 1],
    )
    const saved = await Promise.all(['a', 'b', 'c'].map((name) => save(name)))
    expect(saved.filter((view) => view !== null)).toHaveLength(1)
    expect(await save('view 1', 'q=y')).toMatchObject({ query: 'q=y' })
  })

  it('is forgotten by its user only', async () => {
    const view = await save('Reuse')
    expect(await views.forget(await at.createUser(), view?.id ?? '')).toBe(false)
    expect(await views.forget(ada, view?.id ?? '')).toBe(true)
    expect(await views.forget(ada, view?.id ?? '')).toBe(false)
    expect(await views.list(ada)).toEqual([])
  })

  it('goes with its user’s account, and none is saved after', async () => {
    await save('Reuse')
    await userStore(at.database).remove({ id: ada, by: randomUUID(), origin, reach: {}, only: null })
    expect(await views.list(ada)).toEqual([])
    expect(await save('Later')).toBeNull()
  })
})
