import { refusals } from '@tessera/core'
import { describe, expect, it } from 'vitest'
import { type LoginRefusal, loginRefusals } from '../dialect.js'
import { asks, noon, tokens } from '../testing/given.js'
import { shapeOf } from '../testing/shape.js'
import printedInProse from './fixtures/answer-in-prose.json' with { type: 'json' }
import printed from './fixtures/answer.json' with { type: 'json' }
import request from './fixtures/request.json' with { type: 'json' }
import { talkstack } from './routes.js'

const { refresh, logIn, accessTokenLifetime } = talkstack({ unknownUser: 401 })
const faultOf = (body: unknown) => refresh.read(asks({ body })).answer?.body['message']

describe('a refresh in the Talkstack format', () => {
  it('is served at the documented address', () => {
    expect(refresh.paths).toEqual(['/auth/refresh-token'])
  })

  it('reads the request as the document prints it', () => {
    expect(refresh.read(asks({ body: request }))).toEqual({ said: { refreshToken: request.refreshToken } })
  })

  it('reads a token under the spelling of the example, so that a client may send back what it was given', () => {
    expect(refresh.read(asks({ body: { resfreshToken: 'r' } }))).toEqual({ said: { refreshToken: 'r' } })
  })

  it('takes both spellings when they agree, and one beside an empty other', () => {
    expect(refresh.read(asks({ body: { refreshToken: 'r', resfreshToken: 'r' } }))).toEqual({ said: { refreshToken: 'r' } })
    expect(refresh.read(asks({ body: { refreshToken: '', resfreshToken: 'r' } }))).toEqual({ said: { refreshToken: 'r' } })
    expect(refresh.read(asks({ body: { refreshToken: 'r', resfreshToken: null } }))).toEqual({ said: { refreshToken: 'r' } })
  })

  it('does not guess which of two different tokens is meant', () => {
    expect(refresh.read(asks({ body: { refreshToken: 'r', resfreshToken: 's' } })).answer).toEqual({
      status: 400,
      body: { statusCode: 400, error: 'Bad Request', message: 'refreshToken and resfreshToken differ. Send one of them.' },
    })
    expect(faultOf({ refreshToken: 'r', resfreshToken: 1 })).toMatch(/differ/)
  })

  it.each([[{}], [{ refreshToken: '' }], [{ refreshToken: null }], [undefined], [null], ['r'], [['r']], [{ refresh_token: 'r' }]])(
    'answers 400 when the token is missing: %j',
    (body) => {
      expect(refresh.read(asks({ body })).answer).toEqual({
        status: 400,
        body: { statusCode: 400, error: 'Bad Request', message: 'refreshToken is missing.' },
      })
    },
  )

  it('answers 400 when the token is no string, under either spelling', () => {
    expect(faultOf({ refreshToken: 1 })).toBe('refreshToken must be a string.')
    expect(faultOf({ resfreshToken: { $ne: null } })).toBe('refreshToken must be a string.')
  })

  it('answers with every field that the prose and the example have, both spellings equal', () => {
    const { status, body } = refresh.answer(tokens())
    expect(status).toBe(200)
    expect(shapeOf(body)).toEqual({ ...Object(shapeOf(printed)), ...Object(shapeOf(printedInProse)) })
    expect(body).toEqual({
      token: 'the-access-token',
      refreshToken: 'the-refresh-token',
      resfreshToken: 'the-refresh-token',
      expirationTime: '2026-11-20T12:15:00.000Z',
    })
  })

  it('names the time at which the access token expires, not the session', () => {
    expect(refresh.answer(tokens({ accessTokenExpiresAt: noon })).body['expirationTime']).toBe('2026-11-20T12:00:00.000Z')
  })

  it('gives an access token two hours', () => {
    expect(accessTokenLifetime).toBe(2 * 60 * 60)
  })

  it('answers 404 for a deleted user’s token and one 401 for every other refusal', () => {
    const { user_gone: gone, ...others } = refresh.errors
    expect(gone).toMatchObject({ status: 404, body: { statusCode: 404, error: 'Not Found' } })
    expect(Object.keys(others)).toHaveLength(refusals.length - 1)
    for (const other of Object.values(others)) {
      expect(other).toEqual({
        status: 401,
        body: { statusCode: 401, error: 'Unauthorized', message: 'The refresh token is invalid, has expired, or cannot be used here.' },
      })
    }
  })
})

describe('a login in the Talkstack format', () => {
  const read = (body: unknown) => logIn?.read(asks({ body }))

  it('reads an email and a password as they were typed', () => {
    expect(logIn?.paths).toEqual(['/auth/login'])
    expect(read({ email: ' Ada@Example.com', password: ' p ' })).toEqual({ said: { email: ' Ada@Example.com', password: ' p ' } })
  })

  it('answers 400 and says which field is missing', () => {
    expect(read({ email: 'a@b.example' })?.answer).toMatchObject({ status: 400, body: { message: 'password is missing.' } })
    expect(read({ email: '', password: 'p' })?.answer).toMatchObject({ status: 400, body: { message: 'email is missing.' } })
    expect(read(undefined)?.answer).toMatchObject({ status: 400, body: { message: 'email is missing. password is missing.' } })
  })

  it.each([[{ email: 1, password: 'p' }], [{ email: 'a@b.example', password: ['p'] }]])('answers 400 for what is no text: %j', (body) => {
    expect(read(body)?.answer).toMatchObject({ status: 400, body: { message: 'email and password must be strings.' } })
  })

  it('answers as a refresh does, and that the login was a success', () => {
    expect(logIn?.answer(tokens())).toEqual({ status: 200, body: { ...refresh.answer(tokens()).body, loginStatus: 'success' } })
  })

  it('does not tell which addresses have accounts', () => {
    expect(logIn?.errors.user_unknown).toEqual(logIn?.errors.wrong_password)
    expect(logIn?.errors.wrong_password.status).toBe(401)
  })

  it('says the document’s 404 where the operator asked for it, and nowhere else', () => {
    const asked = talkstack({ unknownUser: 404 }).logIn?.errors
    expect(asked?.user_unknown).toMatchObject({ status: 404, body: { statusCode: 404, error: 'Not Found' } })
    const others = loginRefusals.filter((refusal): refusal is Exclude<LoginRefusal, 'user_unknown'> => refusal !== 'user_unknown')
    for (const refusal of others) expect(asked?.[refusal]).toMatchObject({ status: 401, body: { error: 'Unauthorized' } })
  })

  it('says the same of a disabled account, a changed password and a wrong one: an address must not be told by them', () => {
    const { wrong_password, user_inactive, changed_meanwhile } = logIn!.errors
    expect(user_inactive).toEqual(wrong_password)
    expect(changed_meanwhile).toEqual(wrong_password)
  })
})

describe('the other calls of the Talkstack format', () => {
  const { signUp, verifyEmail, resendVerification, forgotPassword, resetPassword, changePassword } = talkstack({
    unknownUser: 401,
  }).accounts!

  it('are served below /auth, named as the document’s list names them', () => {
    expect([signUp, verifyEmail, resendVerification, forgotPassword, resetPassword, changePassword].map(({ paths }) => paths[0])).toEqual([
      ...['/auth/signup', '/auth/verify-email', '/auth/resend', '/auth/forgot-password', '/auth/reset-password', '/auth/change-password'],
    ])
  })

  it('read what people typed, a name too if there is one', () => {
    const body = { email: ' Ada@Example.com', password: ' p ' }
    expect(signUp.read(asks({ body }))).toEqual({ said: body })
    expect(signUp.read(asks({ body: { ...body, name: 'Ada' } }))).toEqual({ said: { ...body, name: 'Ada' } })
    expect(signUp.read(asks({ body: { ...body, name: null } }))).toEqual({ said: body })
  })

  it('take either word for a password where clients may differ, and do not guess between two', () => {
    expect(resetPassword.read(asks({ body: { token: 't', password: 'p' } }))).toEqual({ said: { token: 't', newPassword: 'p' } })
    expect(changePassword.read(asks({ body: { oldPassword: 'o', newPassword: 'n' } }))).toEqual({
      said: { currentPassword: 'o', newPassword: 'n' },
    })
    const both = changePassword.read(asks({ body: { oldPassword: 'o', currentPassword: 'c', newPassword: 'n' } }))
    expect(both.answer).toMatchObject({ status: 400, body: { message: expect.stringContaining('differs') as string } })
  })

  it('name every field that is missing, and what is no text', () => {
    expect(verifyEmail.read(asks({ body: {} })).answer?.body['message']).toBe('email is missing. code is missing.')
    expect(changePassword.read(asks({ body: undefined })).answer?.body['message']).toBe(
      'currentPassword is missing. newPassword is missing.',
    )
    expect(verifyEmail.read(asks({ body: { email: 'a@b.example', code: 123456 } })).answer?.body['message']).toBe('code must be a string.')
  })

  it('answer a success as a login says its own', () => {
    expect(forgotPassword.done).toEqual({ status: 200, body: { status: 'success' } })
  })
})
