import { type Overview, routes } from '@tessera/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const read = async (person: Person, span?: 'hour' | 'day' | 'week'): Promise<Overview> => {
  const { status, body } = await person.call(routes.overview, span ? { query: { span } } : {})
  expect(status).toBe(200)
  return body
}
const wrong = { email: 'nobody@example.com', password: 'not it at all' }

describe('the overview', () => {
  it('counts logins, refreshes, ends and failures, of all and of each company, in every span', async () => {
    const { body: company } = await api.owner.call(routes.createCompany, { body: { name: 'Elsewhere' } })
    const [here, there] = [await api.person(['admin']), await api.person(['admin'], company.id)]
    const user = await api.person()
    await api.as({})(routes.refresh, { body: { refresh_token: user.refreshToken } })
    // Inside the retry window the same successor: a refresh all the same.
    await api.as({})(routes.refresh, { body: { refresh_token: user.refreshToken } })
    await api.as({})(routes.refresh, { body: { refresh_token: 'no token of ours' } })
    await api.owner.call(routes.revokeSession, { params: { id: user.sessionId }, body: {} })
    await api.as({})(routes.logIn, { body: { ...wrong } })
    await api.as({})(routes.logIn, { body: { ...wrong, email: here.email } })

    const totals = { logins: 4, refreshes: 2, ended: 1, failed_logins: 2, reuse_detected: 0 }
    await expect.poll(async () => (await read(api.owner)).totals, { timeout: 15_000 }).toEqual(totals)
    for (const span of ['hour', 'day', 'week'] as const) {
      const overview = await read(api.owner, span)
      expect(overview).toMatchObject({ span, totals, ended: [{ reason: 'revoked_by_admin', count: 1 }] })
      expect(overview.points).toHaveLength({ hour: 60, day: 96, week: 168 }[span])
      expect(overview.points[0]).toMatchObject({ logins: null, live: null })
      expect(Date.parse(overview.as_of) - Date.parse(overview.points.at(-1)!.at)).toBeLessThan(overview.step * 1000)
    }
    expect((await read(here)).totals).toEqual({ logins: 3, refreshes: 2, ended: 1, failed_logins: 1, reuse_detected: 0 })
    expect((await read(there)).totals).toEqual({ logins: 1, refreshes: 0, ended: 0, failed_logins: 0, reuse_detected: 0 })
    expect((await read(api.owner)).live).toMatchObject({ estimated: false })
    expect((await read(there)).live?.count).toBeLessThanOrEqual(1)
  })

  it('is for those who have a role', async () => {
    const { status } = await (await api.person()).call(routes.overview)
    expect(status).toBe(403)
  })

  it('says first what is most urgent: reuse, then bursts of failed logins', async () => {
    const user = await api.person()
    const refresh = async (token: string) => (await api.as({})(routes.refresh, { body: { refresh_token: token } })).body.refresh_token
    const second = await refresh(user.refreshToken)
    await refresh(await refresh(second))
    await refresh(user.refreshToken)
    for (let i = 0; i < 25; i += 1) await api.as({})(routes.logIn, { body: { ...wrong, email: `nobody${i}@example.com` } })
    const support = await api.person(['support'])
    await expect
      .poll(async () => (await read(api.owner)).attention.map(({ kind }) => kind), { timeout: 15_000 })
      .toEqual(['reuse_detected', 'failed_logins'])
    const [reuse, failures] = (await read(api.owner)).attention
    expect(reuse).toMatchObject({ count: 1, network: null, at: null })
    expect(failures).toMatchObject({ network: '127.0.0.0/24' })
    expect(failures!.count).toBeGreaterThanOrEqual(25)
    // Nobody of the company was addressed.
    expect((await read(support)).attention.map(({ kind }) => kind)).toEqual(['reuse_detected'])
  })

  it.each([
    [82, null],
    [84, 'signing_key_rotates'],
    [89, 'signing_key_rotates'],
    [92, 'signing_key_old'],
  ] as const)('says of a signing key that is %d days old, of 90: %s', async (days, kind) => {
    await api.database.pool.query(`UPDATE signing_keys SET activates_at = now() - make_interval(days => $1)`, [days])
    const { attention } = await read(api.owner)
    expect(attention.find((each) => each.kind.startsWith('signing_key'))?.kind ?? null).toBe(kind)
  })

  it('tells an owner of a key that waits to sign, and nobody who is bound to a company', async () => {
    await api.owner.call(routes.rotateSigningKey, { body: {} })
    const kinds = async (person: Person) => (await read(person)).attention.map(({ kind }) => kind)
    expect(await kinds(api.owner)).toContain('signing_key_rotates')
    expect(await kinds(await api.person(['auditor']))).not.toContain('signing_key_rotates')
  })

  it('keeps what was counted when the process ends', async () => {
    const before = (await read(api.owner)).totals.refreshes
    await api.as({})(routes.refresh, { body: { refresh_token: (await api.person()).refreshToken } })
    await api.drain()
    const { rows } = await api.database.pool.query<{ count: number }>(
      `SELECT sum(count)::int AS count FROM tallies WHERE step = 60 AND company_id = 0 AND kind = 'refresh'`,
    )
    expect(rows[0]?.count).toBe(before + 1)
  })
})
