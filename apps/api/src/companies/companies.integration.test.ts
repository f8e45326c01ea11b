import { routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const create = async (name: string) => (await api.owner.call(routes.createCompany, { body: { name } })).body

describe('companies', () => {
  it('keep their id under another name, which sessions then show', async () => {
    const { id, name } = await create(' Ada & Co ')
    expect(name).toBe('Ada & Co')
    const ada = await api.person([], id)
    const renamed = await api.owner.call(routes.renameCompany, { params: { id }, body: { name: 'Ada Ltd' } })
    expect(renamed).toMatchObject({ status: 200, body: { id, name: 'Ada Ltd' } })
    const session = await api.owner.call(routes.readSession, { params: { id: ada.sessionId } })
    expect(session.body.company).toEqual({ id, name: 'Ada Ltd' })
  })

  it('are listed newest first, page by page', async () => {
    const made = [await create('A'), await create('B'), await create('C')].map(({ id }) => id).reverse()
    const first = (await api.owner.call(routes.listCompanies, { query: { limit: 2 } })).body
    expect(first.items.map(({ id }) => id)).toEqual(made.slice(0, 2))
    const second = (await api.owner.call(routes.listCompanies, { query: { limit: 2, after: Number(first.next) } })).body
    expect(second.items[0]?.id).toBe(made[2])
  })

  it('are each other’s secret: whoever is bound to one sees that one, and how many there are is one', async () => {
    const { id } = await create('Theirs')
    for (const role of ['admin', 'support', 'auditor'] as const) {
      for (const companyId of [1, id]) {
        const { call } = await api.person([role], companyId)
        expect((await call(routes.listCompanies)).body).toMatchObject({ items: [{ id: companyId }], next: null, count: 1 })
      }
    }
  })

  it('are read by their id; another’s answers like one that is not there', async () => {
    const { id, name } = await create('Theirs')
    expect((await api.owner.call(routes.readCompany, { params: { id } })).body).toMatchObject({ id, name })
    const { call } = await api.person(['auditor'], id)
    expect((await call(routes.readCompany, { params: { id } })).body).toMatchObject({ id, name })
    const [others, nobodys] = [1, 2_147_483_647].map((other) => call(routes.readCompany, { params: { id: other } }))
    expect((await others)?.status).toBe(404)
    expect((await others)?.body).toEqual((await nobodys)?.body)
  })

  it('are created and renamed by owners only', async () => {
    const { id, name } = await create('Theirs')
    for (const role of ['admin', 'support', 'auditor'] as const) {
      const { call } = await api.person([role], id)
      const answers = [
        await call(routes.createCompany, { body: { name: 'Mine' } }),
        await call(routes.renameCompany, { params: { id }, body: { name: 'Mine' } }),
      ]
      expect(answers).toMatchObject([
        { status: 403, body: { code: 'forbidden' } },
        { status: 403, body: { code: 'forbidden' } },
      ])
    }
    expect((await api.owner.call(routes.listCompanies, { query: { limit: 1 } })).body.items).toMatchObject([{ id, name }])
  })

  it('that are not there are not renamed', async () => {
    const answer = await api.owner.call(routes.renameCompany, { params: { id: 2_147_483_647 }, body: { name: 'Nobody' } })
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})
