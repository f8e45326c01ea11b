import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, type TestApi } from '../testing/api.js'
import { waitingMails } from '../testing/mails.js'

const password = 'a good enough password'
let api: TestApi
beforeAll(async () => (api = await startApi()))
afterAll(() => api.close())

async function post(path: string, body: object, token?: string) {
  const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) }
  const response = await fetch(`${api.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, cache: response.headers.get('cache-control'), body: (await response.json()) as Record<string, string> }
}

const newest = async (email: string) => (await waitingMails(api.database)).findLast(({ to }) => to === email)
const refused = (statusCode: number, error: string) => ({
  status: statusCode,
  body: { statusCode, error, message: expect.any(String) as string },
})

describe('the calls about an account in the Talkstack format', () => {
  it('lead from a sign-up to a new password, in the words of the format', async () => {
    const email = `${randomUUID()}@example.com`
    expect(await post('/auth/signup', { email, password })).toEqual({ status: 200, cache: 'no-store', body: { status: 'success' } })
    expect(await post('/auth/login', { email, password })).toMatchObject(refused(401, 'Unauthorized'))
    expect(await post('/auth/verify-email', { email, code: 'x' })).toMatchObject(refused(400, 'Bad Request'))
    expect((await post('/auth/resend', { email })).status).toBe(200)
    expect((await post('/auth/verify-email', { email, code: (await newest(email))?.code ?? '' })).status).toBe(200)
    const { token = '', loginStatus } = (await post('/auth/login', { email, password })).body
    expect(loginStatus).toBe('success')

    const changed = { currentPassword: password, newPassword: 'quite another password' }
    expect(await post('/auth/change-password', changed)).toMatchObject(refused(401, 'Unauthorized'))
    expect(await post('/auth/change-password', { ...changed, currentPassword: 'wrong' }, token)).toMatchObject(refused(400, 'Bad Request'))
    expect(await post('/auth/change-password', { ...changed, newPassword: 'password1' }, token)).toMatchObject(refused(400, 'Bad Request'))
    expect((await post('/auth/change-password', changed, token)).body).toEqual({ status: 'success' })

    expect((await post('/auth/forgot-password', { email })).status).toBe(200)
    const link = (await newest(email))?.token ?? ''
    expect((await post('/auth/reset-password', { token: link, newPassword: 'yet another password' })).status).toBe(200)
    expect(await post('/auth/reset-password', { token: link, newPassword: 'yet another password' })).toMatchObject(
      refused(400, 'Bad Request'),
    )
    expect((await post('/auth/login', { email, password: 'yet another password' })).status).toBe(200)
  })

  it('answer an address that has an account, and one that has none, alike', async () => {
    const { email } = await api.person()
    for (const path of ['/auth/signup', '/auth/resend', '/auth/resend-verification-code', '/auth/forgot-password']) {
      const body = (address: string) => (path === '/auth/signup' ? { email: address, password } : { email: address })
      expect(await post(path, body(email))).toEqual(await post(path, body(`${randomUUID()}@example.com`)))
    }
  })

  it('name what is missing or unfit', async () => {
    expect((await post('/auth/signup', { email: 'ada@example.com' })).body['message']).toBe('password is missing.')
    expect((await post('/auth/signup', { email: 'nobody', password })).body['message']).toBe('The email must be an e-mail address.')
    expect((await post('/auth/signup', { email: 'ada@example.com', password: 'password1' })).body['message']).toContain('most common')
  })
})
