import { type Route, routes } from '@tessera/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'
import type { LimitedAction } from './bounds.js'
import { type Attempted, CountedLimits } from './limits.js'
import type { TooManyAttempts } from './too-many-attempts.js'

const password = 'a good enough password'
const limitReached: TooManyAttempts = { outcome: 'refused', refusal: 'too_many_attempts', retryAfter: 7, limit: 5, window: 60, policy: 'p' }

let api: TestApi
let ada: Person
beforeAll(async () => {
  api = await startApi({ rateLimits: true })
  ada = await api.person()
})
afterAll(() => api.close())
afterEach(() => vi.restoreAllMocks())

const anybody = () => api.as({})
const talkstack = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${api.url}/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const guess = { current_password: 'a wrong guess' }
const link = 'a'.repeat(43)
const email = 'Nobody@Example.com'
const named = email.toLowerCase()
const filter = { filter: { state: 'active' as const } }

/** A call, the limit that it is counted against, and the account that it is counted on. */
type Bounded = readonly [what: string, call: () => Promise<{ status: number }>, action: LimitedAction, account: () => string | null]

const bounded: readonly Bounded[] = [
  ['a sign-up', () => anybody()(routes.signUp, { body: { email, password } }), 'sign_up', () => named],
  ['a code', () => anybody()(routes.verifyEmail, { body: { email, code: '000000' } }), 'code', () => named],
  ['another code', () => anybody()(routes.resendVerification, { body: { email } }), 'resend_verification', () => named],
  ['a forgotten password', () => anybody()(routes.forgotPassword, { body: { email } }), 'forgot_password', () => named],
  ['a link', () => anybody()(routes.resetPassword, { body: { token: link, new_password: password } }), 'reset', () => null],
  ['a refresh', () => anybody()(routes.refresh, { body: { refresh_token: ada.refreshToken } }), 'refresh', () => ada.sessionId],
  ['a token of another system', () => anybody()(routes.refresh, { body: { refresh_token: 'theirs' } }), 'refresh', () => null],
  ['a password', () => ada.call(routes.changeMyPassword, { body: { ...guess, new_password: password } }), 'password', () => ada.userId],
  ['a password for an address', () => ada.call(routes.changeMyEmail, { body: { ...guess, email } }), 'password', () => ada.userId],
  ['the code of an address', () => ada.call(routes.confirmMyEmail, { body: { code: '000000' } }), 'code', () => ada.userId],
  ['a password for a factor', () => ada.call(routes.setUpSecondFactor, { body: guess }), 'password', () => ada.userId],
  ['the code of a new factor', () => ada.call(routes.confirmSecondFactor, { body: { otp: '000000' } }), 'code', () => ada.userId],
  ['new recovery codes', () => ada.call(routes.renewRecoveryCodes, { body: { ...guess, otp: '000000' } }), 'password', () => ada.userId],
  ['no factor', () => ada.call(routes.removeSecondFactor, { body: { ...guess, otp: '000000' } }), 'password', () => ada.userId],
  ['a name', () => ada.call(routes.updateMe, { body: { name: 'Ada' } }), 'change_own', () => ada.userId],
  ['an API key', () => ada.call(routes.createMyApiKey, { body: { name: 'n', scopes: ['tokens'] } }), 'change_own', () => ada.userId],
  ['a preview', () => api.owner.call(routes.previewRevocation, { body: filter }), 'revoke_many', () => api.owner.userId],
  ['a revocation', () => api.owner.call(routes.createRevocation, { body: filter }), 'revoke_many', () => api.owner.userId],
  [
    'a test of a receiver',
    () => api.owner.call(routes.testReceiver, { params: { id: api.owner.userId } }),
    'test_receiver',
    () => api.owner.userId,
  ],
  ['a sign-up of Talkstack', () => talkstack('signup', { email, password }), 'sign_up', () => named],
  ['a code of Talkstack', () => talkstack('verify-email', { email, code: '000000' }), 'code', () => named],
  ['another code of Talkstack', () => talkstack('resend', { email }), 'resend_verification', () => named],
  ['a forgotten password of Talkstack', () => talkstack('forgot-password', { email }), 'forgot_password', () => named],
  ['a link of Talkstack', () => talkstack('reset-password', { token: link, newPassword: password }), 'reset', () => null],
  [
    'a password of Talkstack',
    () =>
      talkstack(
        'change-password',
        { currentPassword: 'a wrong guess', newPassword: password },
        { authorization: `Bearer ${ada.accessToken}` },
      ),
    'password',
    () => ada.userId,
  ],
]

/** Counted by failures, and by connections that are open. */
const countedOtherwise = ['logIn', 'stream', 'followRevocations', 'reportPosition']

describe('what costs something, or can be guessed,', () => {
  it('is tried below, wherever a route says that it may be asked for too often', async () => {
    const asked: string[] = []
    vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      asked.push(`${init?.method} ${new URL(url as string).pathname}`)
      return Promise.resolve(Response.json({}))
    })
    for (const [, call] of bounded) await call()
    const isAsked = ({ method, path }: Route) => {
      const pattern = new RegExp(`^${method} ${path.replace(/\{\w+\}/g, '[^/]+')}$`)
      return asked.some((each) => pattern.test(each))
    }
    const limited = Object.entries<Route>(routes).filter(([, { problems }]) => problems.includes('too_many_requests'))
    expect(limited.filter(([, route]) => !isAsked(route)).map(([name]) => name)).toEqual(countedOtherwise)
  })

  it.each(bounded)('is counted on whose it is, and not done beyond the bound: %s', async (_what, call, action, account) => {
    const spent: [LimitedAction, Attempted][] = []
    vi.spyOn(CountedLimits.prototype, 'spend').mockImplementation((...attempt) => {
      spent.push(attempt)
      return Promise.resolve(limitReached)
    })
    expect((await call()).status).toBe(429)
    expect(spent).toEqual([[action, { account: account(), ip: '127.0.0.1' }]])
  })
})
