import { describe, expect, it } from 'vitest'
import { readIntrospectionRequest, readRevocationRequest } from './presented-token.js'
import type { OAuthRequest } from './request.js'

const none = { fields: {}, faults: [] }
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

function asking(fields: Readonly<Record<string, string>>, differences: Partial<OAuthRequest> = {}): OAuthRequest {
  return { form: { fields, faults: [] }, query: none, authorization: undefined, apiKey: undefined, ...differences }
}

describe('a request to revoke a token', () => {
  it('names the token and the client, and its hint does not matter', () => {
    const fields = { token: 'a', client_id: 'shop', token_type_hint: 'no_such_type' }
    expect(readRevocationRequest(asking(fields)).said).toEqual({ token: 'a', client: { clientId: 'shop', clientSecret: null } })
  })

  it('is refused without a token or without a client', () => {
    expect(readRevocationRequest(asking({ client_id: 'shop' })).answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    expect(readRevocationRequest(asking({ token: 'a' })).answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  it('takes no API key', () => {
    expect(readRevocationRequest(asking({ token: 'a' }, { apiKey: 'k' })).answer?.status).toBe(401)
  })
})

describe('a request to introspect a token', () => {
  it('comes from a client that authenticates as everywhere', () => {
    const said = { token: 'a', client: { clientId: 'shop', clientSecret: 's' } }
    expect(readIntrospectionRequest(asking({ token: 'a' }, { authorization: basic('shop:s') })).said).toEqual(said)
    expect(readIntrospectionRequest(asking({ token: 'a', client_id: 'shop', client_secret: 's' })).said).toEqual(said)
  })

  it('or with an API key, in its own header or as a Bearer token', () => {
    const said = { token: 'a', apiKey: 'tessera_ak_1' }
    expect(readIntrospectionRequest(asking({ token: 'a' }, { apiKey: 'tessera_ak_1' })).said).toEqual(said)
    expect(readIntrospectionRequest(asking({ token: 'a' }, { authorization: 'Bearer tessera_ak_1' })).said).toEqual(said)
  })

  it('is refused when it authenticates in two ways', () => {
    const requests = [
      asking({ token: 'a' }, { apiKey: 'k', authorization: basic('shop:s') }),
      asking({ token: 'a' }, { apiKey: 'k', authorization: 'Bearer k' }),
      asking({ token: 'a', client_id: 'shop', client_secret: 's' }, { apiKey: 'k' }),
      asking({ token: 'a', client_id: 'shop', client_secret: 's' }, { authorization: 'Bearer k' }),
    ]
    for (const request of requests)
      expect(readIntrospectionRequest(request).answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  it('is refused without a token, and from nobody', () => {
    expect(readIntrospectionRequest(asking({}, { apiKey: 'k' })).answer?.status).toBe(400)
    expect(readIntrospectionRequest(asking({ token: 'a' })).answer?.status).toBe(401)
  })

  it('has its parameters in the body alone, whoever asks', () => {
    const query = { fields: { token: 'a' }, faults: [] }
    expect(readIntrospectionRequest(asking({}, { apiKey: 'k', query })).answer?.status).toBe(400)
    expect(readIntrospectionRequest(asking({}, { authorization: basic('shop:s'), query })).answer?.status).toBe(400)
  })
})
