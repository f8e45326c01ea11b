import { routes } from '@tessera/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defaultCost } from '../passwords/cost.js'
import { startApi, type TestApi } from '../testing/api.js'

let api: TestApi
beforeAll(async () => (api = await startApi({ passwordHashCost: defaultCost })))
afterAll(() => api.close())

it('a flood of logins keeps nobody who is logged in from refreshing, and is answered to its end', async () => {
  const person = await api.person()
  let waiting = 150
  const flood = Array.from({ length: waiting }, async (_, i) => {
    const answer = await api.as({})(routes.logIn, { body: { email: `nobody-${i}@example.com`, password: 'not the password' } })
    waiting--
    return answer
  })
  let refreshToken = person.refreshToken
  for (let turn = 0; turn < 10; turn++) {
    const { status, body } = await api.as({})(routes.refresh, { body: { refresh_token: refreshToken } })
    expect(status).toBe(200)
    refreshToken = body.refresh_token
  }
  // The refreshes did not wait in the same line.
  expect(waiting).toBeGreaterThan(0)
  const answers = await Promise.all(flood)
  for (const { status, headers } of answers) {
    expect([401, 503]).toContain(status)
    if (status === 503) expect(headers.get('retry-after')).toMatch(/^[1-9]$/)
  }
  expect(answers.map(({ status }) => status)).toContain(401)
  expect((await api.person()).sessionId).toBeTruthy()
})
