import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { tokens } from '../testing/given.js'
import { shapeOf } from '../testing/shape.js'
import { activeAccessToken, inactive, type IntrospectedClaims } from './introspection.js'
import { metadata } from './metadata.js'
import { readIntrospectionRequest, readRevocationRequest } from './presented-token.js'
import type { OAuthRequest } from './request.js'
import { granted, refreshed } from './response.js'
import { readTokenRequest } from './token-request.js'

/** An example as its RFC prints it, without the line breaks that are there "for display purposes only". */
function example(name: string) {
  const text = readFileSync(new URL(`./fixtures/${name}.http.txt`, import.meta.url), 'utf8').replaceAll('\r\n', '\n')
  const [head = '', body = ''] = text.replaceAll(/\\\n */g, '').split('\n\n')
  const [first = '', ...lines] = head.split('\n')
  const headers = new Headers(lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
  return { first, headers, body: body.replaceAll(/\n(?=&|$)/g, '') }
}

function request(name: string): OAuthRequest {
  const { headers, body } = example(name)
  expect(headers.get('content-type')).toBe('application/x-www-form-urlencoded')
  return {
    form: { fields: Object.fromEntries(new URLSearchParams(body)), faults: [] },
    query: { fields: {}, faults: [] },
    authorization: headers.get('authorization') ?? undefined,
    apiKey: undefined,
  }
}

function answer(name: string) {
  const { first, headers, body } = example(name)
  return { status: Number(first.split(' ')[1]), headers, body: JSON.parse(body) as Record<string, unknown> }
}

/** The fields of a printed answer that are only there to show that there may be others. */
const without = (body: Readonly<Record<string, unknown>>, ...names: string[]) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))

const s6BhdRkqt3 = { clientId: 's6BhdRkqt3', clientSecret: 'gX1fBat3bV' }

describe('the requests that the RFCs print', () => {
  it('refresh, with Basic (RFC 6749 §6)', () => {
    expect(readTokenRequest(request('refresh-request')).said).toEqual({
      grantType: 'refresh_token',
      refreshToken: 'tGzv3JOkF0XG5Qx2TlKWIA',
      scope: null,
      client: s6BhdRkqt3,
    })
  })

  it('refresh, with the secret in the body (RFC 6749 §2.3.1)', () => {
    expect(readTokenRequest(request('secret-in-body-request')).said).toEqual({
      grantType: 'refresh_token',
      refreshToken: 'tGzv3JOkF0XG5Qx2TlKWIA',
      scope: null,
      client: { clientId: 's6BhdRkqt3', clientSecret: '7Fjfp0ZBr1KtDRbnfVdmIw' },
    })
  })

  it('refresh with a proof of possession, for a client that does not say its name (RFC 9449 §5)', () => {
    expect(example('dpop-request').headers.get('DPoP')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/)
    expect(readTokenRequest(request('dpop-request')).said).toEqual({
      grantType: 'refresh_token',
      refreshToken: 'Q..Zkm29lexi8VnWg2zPW1x-tgGad0Ibc3s3EwM_Ni4-g',
      scope: null,
      client: { clientId: null, clientSecret: null },
    })
  })

  it('get a token for the client itself (RFC 6749 §4.4.2)', () => {
    expect(readTokenRequest(request('client-credentials-request')).said).toEqual({
      grantType: 'client_credentials',
      scope: null,
      client: s6BhdRkqt3,
    })
  })

  it('revoke (RFC 7009 §2.1)', () => {
    expect(readRevocationRequest(request('revocation-request')).said).toEqual({ token: '45ghiukldjahdnhzdauz', client: s6BhdRkqt3 })
  })

  it('introspect, with Basic or with a Bearer token (RFC 7662 §2.1)', () => {
    expect(readIntrospectionRequest(request('introspection-request-basic')).said).toEqual({ token: 'mF_9.B5f-4.1JqM', client: s6BhdRkqt3 })
    expect(readIntrospectionRequest(request('introspection-request-bearer')).said).toEqual({
      token: '2YotnFZFEjr1zCsicMWpAA',
      apiKey: '23410913-abewfq.123483',
    })
  })
})

describe('the answers that the RFCs print', () => {
  it('to a refresh are ours, and ours says the scope besides (RFC 6749 §5.1, RFC 9449 §5)', () => {
    const ours = refreshed(tokens({ tokenType: 'DPoP' }))
    for (const name of ['answer', 'dpop-answer']) {
      const { status, body } = answer(name)
      expect(ours.status).toBe(status)
      expect(shapeOf(without(ours.body, 'scope'))).toEqual(shapeOf(without(body, 'example_parameter')))
    }
    expect(ours.body['token_type']).toBe(answer('dpop-answer').body['token_type'])
    expect(ours.headers?.['pragma']).toBe(answer('answer').headers.get('pragma'))
  })

  it('to client credentials are ours, and ours says the scope besides (RFC 6749 §4.4.3)', () => {
    const ours = granted({ accessToken: 'a', tokenType: 'Bearer', expiresIn: 900, scope: 'stock' })
    const { status, headers, body } = answer('client-credentials-answer')
    expect([ours.status, ours.headers?.['pragma']]).toEqual([status, headers.get('pragma')])
    expect(shapeOf(without(ours.body, 'scope'))).toEqual(shapeOf(without(body, 'example_parameter')))
  })

  it('to a malformed request are ours, and ours says besides what is wrong (RFC 6749 §5.2)', () => {
    const ours = readTokenRequest({ ...request('refresh-request'), form: undefined }).answer
    const { status, body } = answer('error')
    expect([ours?.status, without(ours?.body ?? {}, 'error_description')]).toEqual([status, body])
  })

  it('to an introspection are ours, but for the user’s name (RFC 7662 §2.2)', () => {
    const { body } = answer('introspection-answer')
    const { client_id, scope, sub, aud, iss, exp, iat } = body as unknown as IntrospectedClaims
    const ours = activeAccessToken({ client_id, scope, sub, aud, iss, exp, iat, jti: 'j' })
    expect(without(ours.body, 'token_use', 'token_type', 'jti')).toEqual(without(body, 'username', 'extension_field'))
    expect(inactive).toEqual({ status: 200, body: answer('introspection-inactive').body })
  })

  it('to a request for metadata have the fields of ours that are not of revocation, introspection or DPoP (RFC 8414 §3.2)', () => {
    const ours = metadata({ issuer: 'https://server.example.com', dpopAlgorithms: ['ES256'] })
    const { body } = answer('metadata')
    const printed = without(
      body,
      ...['authorization_endpoint', 'userinfo_endpoint', 'registration_endpoint', 'scopes_supported', 'ui_locales_supported'],
      'token_endpoint_auth_signing_alg_values_supported',
    )
    const other = /^(revocation|introspection|dpop|grant_types)_/
    const kinds = (said: object) =>
      Object.fromEntries(Object.entries(said).map(([name, value]) => [name, [Array.isArray(value), typeof value]]))
    expect(kinds(without(ours, ...Object.keys(ours).filter((name) => other.test(name))))).toEqual(kinds(printed))
    expect(ours.issuer).toBe(printed['issuer'])
  })
})
