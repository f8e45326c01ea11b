import { describe, expect, it } from 'vitest'
import { secretIn } from './pasted-secret'

const session = '0199d2f5-8a6b-7c3d-9e1f-0123456789ab'
const hex = session.replaceAll('-', '')
const refreshToken = `tessera_rt_${Buffer.from(`fafbfcfd${hex}${'ff'.repeat(40)}`, 'hex').toString('base64url')}`
const jwt = (claims: object) =>
  ['{"alg":"ES256"}', JSON.stringify(claims), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.')

describe('what is secret in a pasted text', () => {
  it.each([refreshToken, `{"refresh_token":"${refreshToken}"}`, ` ${refreshToken}\n`])(
    'is a refresh token, whose session is seen: %s',
    (text) => {
      expect(secretIn(text)).toEqual({ kind: 'refresh token', seen: session })
    },
  )

  it('is an access token, whose session is seen where it has one', () => {
    expect(secretIn(`Authorization: Bearer ${jwt({ sub: 'ü', sid: session })}`)).toEqual({ kind: 'access token', seen: session })
    expect(secretIn(jwt({ sub: 'a client' }))).toEqual({ kind: 'access token', seen: null })
    expect(secretIn(`eyJ0.eyJ${'x'.repeat(9)}.y`)).toEqual({ kind: 'access token', seen: null })
  })

  it('is a whole API key, and not its beginning, which may be seen', () => {
    expect(secretIn(`x-api-key: tessera_ak_4fQ2mZ8xLp_${'s'.repeat(43)}`)).toEqual({ kind: 'API key', seen: 'tessera_ak_4fQ2mZ8xLp' })
    expect(secretIn(' tessera_ak_4fQ2mZ8xLp')).toBeNull()
  })

  it.each(['', 'ada@example.com', session, 'tessera_rt_', 'tessera_rt_…', 'eyJ', '203.0.113.0/24'])('is none of %j', (text) => {
    expect(secretIn(text)).toBeNull()
  })
})
