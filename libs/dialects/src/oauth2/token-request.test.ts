import { assert as holds, constantFrom, dictionary, property, string, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OAuthRequest } from './request.js'
import { readTokenRequest } from './token-request.js'

const none = { fields: {}, faults: [] }
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const refresh = { grant_type: 'refresh_token', refresh_token: 'tessera_rt_a' }

function asking(fields: Readonly<Record<string, string>>, differences: Partial<OAuthRequest> = {}): OAuthRequest {
  return { form: { fields, faults: [] }, query: none, authorization: undefined, apiKey: undefined, ...differences }
}

/** The error, with its status, that a request earns. */
function refusal(fields: Readonly<Record<string, string>>, differences: Partial<OAuthRequest> = {}) {
  const { answer } = readTokenRequest(asking(fields, differences))
  return answer && [answer.status, answer.body['error']]
}

describe('a request for tokens', () => {
  it('refreshes for a public client', () => {
    expect(readTokenRequest(asking({ ...refresh, client_id: 'shop' })).said).toEqual({
      grantType: 'refresh_token',
      refreshToken: 'tessera_rt_a',
      scope: null,
      client: { clientId: 'shop', clientSecret: null },
    })
  })

  it('needs no client_id: the token has a client', () => {
    expect(readTokenRequest(asking(refresh)).said?.client).toEqual({ clientId: null, clientSecret: null })
  })

  it('carries a secret in the Authorization header or in the body', () => {
    const said = { clientId: 'shop', clientSecret: 's' }
    expect(readTokenRequest(asking(refresh, { authorization: basic('shop:s') })).said?.client).toEqual(said)
    expect(readTokenRequest(asking(refresh, { authorization: basic('shop:s').replace('Basic', 'bASIC') })).said?.client).toEqual(said)
    expect(readTokenRequest(asking({ ...refresh, client_id: 'shop', client_secret: 's' })).said?.client).toEqual(said)
  })

  it('takes an empty secret for none', () => {
    const said = { clientId: 'shop', clientSecret: null }
    expect(readTokenRequest(asking(refresh, { authorization: basic('shop:') })).said?.client).toEqual(said)
    expect(readTokenRequest(asking({ ...refresh, client_id: 'shop', client_secret: '' })).said?.client).toEqual(said)
  })

  it('may name the client in the body too, if it is the same', () => {
    const authorization = basic('shop:s')
    expect(readTokenRequest(asking({ ...refresh, client_id: 'shop' }, { authorization })).said?.client.clientId).toBe('shop')
    expect(refusal({ ...refresh, client_id: 'other' }, { authorization })).toEqual([400, 'invalid_request'])
  })

  it('is refused when it authenticates in two ways', () => {
    const inBody = { ...refresh, client_id: 'shop', client_secret: 's' }
    expect(refusal(inBody, { authorization: basic('shop:s') })).toEqual([400, 'invalid_request'])
  })

  it('is refused with a secret of nobody', () => {
    expect(refusal({ ...refresh, client_secret: 's' })).toEqual([400, 'invalid_request'])
  })

  it.each(['Basic', 'Basic !!!', 'Basic c2hvcA==', 'Bearer abc', 'shop:s', '', basic(':s'), basic('sh\u00f6p:s'), basic('a\u0000:s')])(
    'does not authenticate with "%s", and is told how',
    (authorization) => {
      const { answer } = readTokenRequest(asking(refresh, { authorization }))
      expect(answer).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
        headers: { 'www-authenticate': 'Basic realm="tessera"' },
      })
    },
  )

  it('gets tokens for the client itself', () => {
    const fields = { grant_type: 'client_credentials', scope: 'orders:read orders:read stock' }
    expect(readTokenRequest(asking(fields, { authorization: basic('shop:s') })).said).toEqual({
      grantType: 'client_credentials',
      scope: ['orders:read', 'stock'],
      client: { clientId: 'shop', clientSecret: 's' },
    })
  })

  it('takes a parameter without a value for one that is not there', () => {
    expect(readTokenRequest(asking({ ...refresh, scope: '' })).said?.scope).toBeNull()
    expect(refusal({ ...refresh, grant_type: '' })).toEqual([400, 'invalid_request'])
    expect(refusal({ ...refresh, refresh_token: '' })).toEqual([400, 'invalid_request'])
  })

  it('must name a grant that there is', () => {
    expect(refusal({ refresh_token: 'a' })).toEqual([400, 'invalid_request'])
    for (const grant_type of [
      'password',
      'authorization_code',
      'REFRESH_TOKEN',
      '__proto__',
      'urn:ietf:params:oauth:grant-type:token-exchange',
    ])
      expect(refusal({ ...refresh, grant_type })).toEqual([400, 'unsupported_grant_type'])
  })

  it('must bring the refresh token', () => {
    expect(refusal({ grant_type: 'refresh_token' })).toEqual([400, 'invalid_request'])
  })

  it('is refused without a form, with a parameter twice, and with any in the address', () => {
    expect(refusal({}, { form: undefined })).toEqual([400, 'invalid_request'])
    for (const field of ['query.refresh_token', 'query.client_secret', 'query']) {
      expect(refusal({}, { form: { fields: refresh, faults: [{ field }] } }), field).toEqual([400, 'invalid_request'])
    }
    expect(refusal(refresh, { query: { fields: { client_id: 'shop' }, faults: [] } })).toEqual([400, 'invalid_request'])
    expect(refusal(refresh, { query: { fields: {}, faults: [{ field: 'query' }] } })).toEqual([400, 'invalid_request'])
  })

  it.each([' a', 'a ', 'a  b', 'a\tb', 'a"b', 'a\\b', 'sch\u00f6n', 'a\u0000'])('refuses the scope "%s" (RFC 6749 §3.3)', (scope) => {
    expect(refusal({ ...refresh, scope })).toEqual([400, 'invalid_scope'])
  })

  it('has bounds: a value at its bound is read, one character more is refused', () => {
    const longest = { grant_type: 256, refresh_token: 8192, scope: 1000, client_id: 256 }
    for (const [name, bound] of Object.entries(longest)) {
      expect(refusal({ ...refresh, [name]: 'a'.repeat(bound + 1) }), name).toEqual([400, 'invalid_request'])
      expect(refusal({ ...refresh, [name]: 'a'.repeat(bound) }), name).not.toEqual([400, 'invalid_request'])
    }
    const withSecret = (length: number) => refusal({ ...refresh, client_id: 'shop', client_secret: 'a'.repeat(length) })
    expect([withSecret(1024), withSecret(1025)]).toEqual([undefined, [400, 'invalid_request']])
    const inHeader = (length: number) => refusal(refresh, { authorization: basic(`shop:${'a'.repeat(length)}`) })
    expect([inHeader(1024), inHeader(1025)]).toEqual([undefined, [401, 'invalid_client']])
  })

  it('passes over parameters that nobody knows, also one that comes twice', () => {
    expect(readTokenRequest(asking({ ...refresh, colour: 'red' })).said?.grantType).toBe('refresh_token')
    const faults = ['query.resource', 'query.token', 'query.query', 'query.', 'query.toString'].map((field) => ({ field }))
    expect(refusal({}, { form: { fields: refresh, faults } })).toBeUndefined()
  })

  it('is read or refused whatever it says, and a refusal quotes nothing of it', () => {
    const secret = /s3cr3t/
    const value = string({ unit: 'binary' }).map((text) => `s3cr3t${text}`)
    const name = constantFrom('grant_type', 'refresh_token', 'scope', 'client_id', 'client_secret')
    holds(
      property(tuple(dictionary(name, value), value), ([fields, authorization]) => {
        for (const request of [
          asking(fields),
          asking(fields, { authorization }),
          asking(fields, { authorization: basic(authorization) }),
        ]) {
          const { answer } = readTokenRequest(request)
          if (!answer) continue
          expect(JSON.stringify(answer)).not.toMatch(secret)
          expect(answer.body['error_description']).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/)
        }
      }),
    )
  })
})
