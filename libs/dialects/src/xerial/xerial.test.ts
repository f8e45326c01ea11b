import { describe, expect, it } from 'vitest'
import { asks, noon, tokens } from '../testing/given.js'
import { shapeOf } from '../testing/shape.js'
import missing from './fixtures/400.json' with { type: 'json' }
import refused from './fixtures/401.json' with { type: 'json' }
import failed from './fixtures/500.json' with { type: 'json' }
import printed from './fixtures/answer.json' with { type: 'json' }
import { xerial } from './routes.js'

const { refresh, trouble } = xerial({ prefixes: [] })
const answerTo = (body: unknown) => refresh.read(asks({ body })).answer

describe('a refresh in the Xerial format', () => {
  it('is served without a prefix, under the boilerplate’s, and under the operator’s', () => {
    expect(refresh.paths).toEqual(['/auth/refresh-tokens', '/v1/auth/refresh-tokens'])
    expect(xerial({ prefixes: ['/api/v2'] }).refresh.paths).toEqual([...refresh.paths, '/api/v2/auth/refresh-tokens'])
  })

  it('reads the token from JSON or from a form, and minds no other field', () => {
    expect(refresh.read(asks({ body: { refreshToken: 'r', other: 1 } }))).toEqual({ said: { refreshToken: 'r' } })
    expect(refresh.takesForms).toBe(true)
  })

  it.each([[{}], [undefined], [{ refresh_token: 'r' }]])('answers a missing token as the boilerplate does: %j', (body) => {
    expect(answerTo(body)).toEqual({ status: 400, body: missing })
  })

  it.each([
    [{ refreshToken: '' }, '"refreshToken" is not allowed to be empty'],
    [{ refreshToken: 1 }, '"refreshToken" must be a string'],
    [{ refreshToken: null }, '"refreshToken" must be a string'],
    [{ refreshToken: ['r'] }, '"refreshToken" must be a string'],
    [['r'], '"body" must be of type object'],
    ['r', '"body" must be of type object'],
    [null, '"body" must be of type object'],
  ])('refuses %j in the words of Joi', (body, message) => {
    expect(answerTo(body)).toEqual({ status: 400, body: { code: 400, message } })
  })

  it('answers in the shape that the document prints', () => {
    const { status, body } = refresh.answer(tokens())
    expect(status).toBe(200)
    expect(shapeOf(body)).toEqual(shapeOf(printed))
  })

  it('gives each token the time of its own end', () => {
    expect(refresh.answer(tokens({ accessTokenExpiresAt: noon, refreshTokenExpiresAt: noon + 1 })).body).toEqual({
      access: { token: 'the-access-token', expires: '2026-11-20T12:00:00.000Z' },
      refresh: { token: 'the-refresh-token', expires: '2026-11-20T12:00:00.001Z' },
    })
  })

  it('answers every refusal with the one documented 401', () => {
    for (const error of Object.values(refresh.errors)) expect(error).toEqual({ status: 401, body: refused })
  })

  it('answers our own trouble with the documented 500, which has a shape of its own', () => {
    expect(trouble.internal_error).toEqual({ status: 500, body: failed })
    expect(trouble.unavailable).toEqual({ status: 500, body: failed, headers: { 'retry-after': '1' } })
    expect(trouble.not_found).toEqual({ status: 404, body: { code: 404, message: 'Not Found' } })
  })
})
