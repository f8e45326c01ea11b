import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { RevocationRefusal } from '../revocations/revocations.js'
import { keyHolder, tokenIssuer } from '../testing/index.js'
import { resourceServer, type ResourceServerOptions } from './resource-server.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const audience = 'https://api.example.com'
const request = { method: 'GET', url: 'https://api.example.com/orders?page=2' }
const issuing = await tokenIssuer({ audience, scope: 'account orders:read', now: () => noon })
const orders = { scopes: ['orders:read'] }
const algs = 'algs="ES256 ES384 PS256 RS256 EdDSA Ed25519"'

function serverWith(options: Partial<ResourceServerOptions> = {}) {
  return resourceServer({ issuer: issuing.issuer, audience, keys: issuing.keys, now: () => noon, ...options })
}
const server = serverWith()
const bearer = (token: string) => ({ ...request, authorization: `Bearer ${token}` })

describe('a request', () => {
  it('goes on with a token of this issuer, for this audience, with the scopes of the place', async () => {
    const verdict = await server.check(bearer(await issuing.sign()), orders)
    expect(verdict).toMatchObject({ scheme: 'Bearer', claims: { sub: issuing.claims().sub, scope: 'account orders:read' } })
  })

  it('goes on whatever the case of the scheme', async () => {
    const token = await issuing.sign()
    for (const scheme of ['bearer', 'BEARER', 'Bearer '])
      expect(await server.check({ ...request, authorization: `${scheme} ${token}` }, orders)).toHaveProperty('claims')
  })

  it('without a token is told of both schemes and the scope, and of no error: nobody tried', async () => {
    for (const authorization of [undefined, null, '', 'Basic YTpi', 'Bearertoken']) {
      expect(await server.check({ ...request, authorization }, orders)).toEqual({
        refusal: 'no_token',
        status: 401,
        headers: {
          'content-type': 'application/problem+json',
          'cache-control': 'no-store',
          'www-authenticate': `Bearer realm="${audience}", scope="orders:read", DPoP realm="${audience}", scope="orders:read", ${algs}`,
        },
        body: {
          type: 'about:blank',
          title: 'Unauthorized',
          status: 401,
          detail: 'Send an access token: "Authorization: Bearer <token>".',
        },
      })
    }
  })

  it('with a token that is not valid is told so, and not why', async () => {
    const told = {
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      detail: 'The access token is not valid.',
      error: 'invalid_token',
    }
    for (const [token, refusal] of [
      ['not a token', 'malformed'],
      ['', 'malformed'],
      ['a.b.c', 'malformed'],
      [await issuing.sign({ iss: 'https://other.example.com' }), 'wrong_issuer'],
      [await issuing.sign({}, { kid: 'other' }), 'unknown_key'],
      [await issuing.sign({}, { typ: 'JWT' }), 'wrong_type'],
    ] as const) {
      const verdict = await server.check(bearer(token), orders)
      expect(verdict).toMatchObject({ refusal, status: 401, body: told })
      expect(verdict).toHaveProperty(
        ['headers', 'www-authenticate'],
        `Bearer realm="${audience}", error="invalid_token", DPoP realm="${audience}", scope="orders:read", ${algs}`,
      )
    }
  })

  it('with another server’s token is refused: the audience is required', async () => {
    const token = await issuing.sign({ aud: issuing.issuer })
    expect(await server.check(bearer(token), orders)).toMatchObject({ refusal: 'wrong_audience', status: 401 })
    for (const wrong of ['', undefined] as const)
      expect(() => resourceServer({ issuer: 'x', audience: wrong as string })).toThrow(TypeError)
  })

  it('cannot be checked for an issuer that no token names: that is said at once, and not by a 401 for everybody', () => {
    for (const wrong of [`${issuing.issuer}/`, `${issuing.issuer}/auth`, issuing.issuer.toUpperCase()])
      expect(() => serverWith({ issuer: wrong })).toThrow(`as tokens name it, such as ${issuing.issuer};`)
    for (const wrong of ['auth.example.com', 'localhost:3333'])
      expect(() => serverWith({ issuer: wrong })).toThrow('as tokens name it, such as https://auth.example.com;')
  })

  it('with too little scope is told which it takes (RFC 6750 §3.1)', async () => {
    const both = { scopes: ['orders:read', 'orders:write'] }
    expect(await server.check(bearer(await issuing.sign()), both)).toMatchObject({
      refusal: 'scope_missing',
      status: 403,
      headers: { 'www-authenticate': `Bearer realm="${audience}", error="insufficient_scope", scope="orders:read orders:write"` },
    })
    expect(await server.check(bearer(await issuing.sign({ scope: '' })), { scopes: [] })).toHaveProperty('claims')
  })

  it('is not let in by a scope that only begins like the one required', async () => {
    const token = await issuing.sign({ scope: 'orders:reads xorders:read orders' })
    expect(await server.check(bearer(token), orders)).toMatchObject({ refusal: 'scope_missing' })
  })

  it.each(['', 'a b', 'a"b', 'ä'])('fails where the place asks for %j, which no token can have', async (scope) => {
    await expect(server.check(request, { scopes: [scope] })).rejects.toThrow(TypeError)
  })

  it.each([undefined, {}])('fails with a sentence where the place does not say what it requires: %j', async (required) => {
    await expect(server.check(request, required as never)).rejects.toThrow('Say which scopes are required')
  })

  it('is answered 503 when the keys cannot be had: nothing is known about the token', async () => {
    const lost = serverWith({ keys: () => Promise.reject(new Error('away')) })
    const verdict = await lost.check(bearer(await issuing.sign()), orders)
    expect(verdict).toMatchObject({ refusal: 'keys_unavailable', status: 503, headers: { 'retry-after': '1' } })
    expect(verdict).not.toHaveProperty(['headers', 'www-authenticate'])
  })

  it('is told no more than that when the address of the keys leads elsewhere, and the log why', async () => {
    const elsewhere = createServer((_, answer) => void answer.writeHead(301, { location: '/' }).end()).listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    const jwksUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/jwks.json`
    const told: string[] = []
    const lost = resourceServer({ issuer: issuing.issuer, audience, jwksUrl, onFault: ({ message }) => void told.push(message) })
    expect(await lost.check(bearer(await issuing.sign()), orders)).toMatchObject({ refusal: 'keys_unavailable', status: 503 })
    expect(told).toEqual([expect.stringContaining(`${jwksUrl} answered 301`)])
    elsewhere.close()
  })

  it('is told nothing that a header cannot carry, whatever the audience is called', async () => {
    const odd = serverWith({ audience: 'a"b\\c\r\nd é' })
    expect(await odd.check(request, orders)).toHaveProperty(
      ['headers', 'www-authenticate'],
      expect.stringMatching(/^Bearer realm="abcd ", scope/) as string,
    )
  })
})

describe('what was revoked', () => {
  const knowing = (refusal: RevocationRefusal | null) => serverWith({ revocations: { whenStale: 'refuse', refusalOf: () => refusal } })

  it.each([
    ['revoked', 401, 'invalid_token'],
    ['company_not_followed', 403, undefined],
    ['revocations_unknown', 503, undefined],
  ] as const)('%s is answered %i', async (refusal, status, error) => {
    const verdict = await knowing(refusal).check(bearer(await issuing.sign()), orders)
    expect(verdict).toMatchObject({ refusal, status })
    expect(verdict.refusal && verdict.body.error).toBe(error)
  })

  it('is asked only about tokens that verify', async () => {
    expect(await knowing('revoked').check(bearer(await issuing.sign({ exp: noon / 1000 - 60 })), orders)).toMatchObject({
      refusal: 'expired',
    })
    expect(await knowing(null).check(bearer(await issuing.sign()), orders)).toHaveProperty('claims')
  })
})

describe('a token that is bound to a key', async () => {
  const holder = await keyHolder('ES256', () => noon)
  const token = await issuing.sign({ cnf: { jkt: holder.thumbprint } })
  const shown = async (changes: object = {}) => ({
    ...request,
    authorization: `DPoP ${token}`,
    dpop: await holder.prove({ ...request, accessToken: token }),
    ...changes,
  })

  it('lets in with a proof of that key, once', async () => {
    const proved = await shown()
    expect(await server.check(proved, orders)).toMatchObject({ scheme: 'DPoP', claims: { sub: issuing.claims().sub } })
    expect(await server.check(proved, orders)).toMatchObject({
      refusal: 'proof_replayed',
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining(`DPoP realm="${audience}", error="invalid_dpop_proof", algs=`) as string },
    })
  })

  it('may be shown again with a proof that was refused for another reason than itself', async () => {
    let refusal: RevocationRefusal | null = 'revocations_unknown'
    const wavering = serverWith({ revocations: { whenStale: 'refuse', refusalOf: () => refusal } })
    const proved = await shown()
    expect(await wavering.check(proved, orders)).toMatchObject({ status: 503 })
    refusal = null
    expect(await wavering.check(proved, orders)).toHaveProperty('claims')
  })

  it('is refused as Bearer, without a proof, with two, and with one for another request', async () => {
    expect(await server.check(bearer(token), orders)).toMatchObject({ refusal: 'proof_missing', status: 401 })
    expect(await server.check(await shown({ dpop: undefined }), orders)).toMatchObject({ refusal: 'proof_absent', status: 401 })
    const { dpop } = await shown()
    expect(await server.check(await shown({ dpop: `${dpop}, ${dpop}` }), orders)).toMatchObject({ refusal: 'proof_malformed' })
    expect(await server.check(await shown({ method: 'POST' }), orders)).toMatchObject({ refusal: 'proof_wrong_method' })
    expect(await server.check(await shown({ url: 'https://api.example.com/other' }), orders)).toMatchObject({ refusal: 'proof_wrong_url' })
  })

  it('is proved for the address that clients know, where the server was told it', async () => {
    const behindProxy = serverWith({ origin: 'https://api.example.com/' })
    for (const url of ['http://10.0.0.7:8080/orders?page=2', 'http://evil.example/orders'])
      expect(await behindProxy.check(await shown({ url }), orders)).toHaveProperty('claims')
    expect(await behindProxy.check(await shown({ url: 'http://10.0.0.7:8080/other' }), orders)).toMatchObject({
      refusal: 'proof_wrong_url',
    })
  })

  it('says with which scheme there was too little scope', async () => {
    expect(await server.check(await shown(), { scopes: ['orders:write'] })).toMatchObject({
      status: 403,
      headers: { 'www-authenticate': `DPoP realm="${audience}", error="insufficient_scope", scope="orders:write", ${algs}` },
    })
  })
})
