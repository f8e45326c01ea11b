import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { accessTokenVerifier } from './access-token-verifier.js'
import { verifyDpopProof } from './dpop-proof.js'
import { KeysUnavailable } from './keys/keys-unavailable.js'
import { keyHolder } from './testing/index.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const issuer = 'https://auth.example.com'
const { privateKey, publicKey } = await generateKeyPair('ES256')
const stranger = await generateKeyPair('ES256')
const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'first', alg: 'ES256', use: 'sig' }] }
const verify = accessTokenVerifier({ issuer, keys, now: () => noon })

const claims = {
  iss: issuer,
  sub: '0199d2f5-0000-7000-8000-000000000001',
  aud: issuer,
  exp: noon / 1000 + 900,
  iat: noon / 1000,
  jti: 'one',
  client_id: 'console',
  scope: 'account',
  sid: '0199d2f5-0000-7000-8000-000000000002',
  roles: ['support'],
  company_id: 1,
  session_started_at: noon,
}

function signed(changes: JWTPayload = {}, header: object = {}, key: CryptoKey = privateKey): Promise<string> {
  return new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'first', ...header }).sign(key)
}

describe('an access token', () => {
  it('gives its claims when everything about it is right', async () => {
    expect(await verify(await signed())).toEqual({ claims })
  })

  it('is refused when it is no JWT', async () => {
    for (const token of ['', 'a', 'a.b.c', `${await signed()}.`, '....']) expect(await verify(token)).toEqual({ refusal: 'malformed' })
  })

  it('is refused when any part of it was changed', async () => {
    const [header, payload, signature] = (await signed()).split('.') as [string, string, string]
    const other = Buffer.from(JSON.stringify({ ...claims, roles: ['owner'] })).toString('base64url')
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    expect(await verify(`${header}.${other}.${signature}`)).toEqual({ refusal: 'wrong_signature' })
    expect(await verify(`${header}.${payload}.${flipped}`)).toEqual({ refusal: 'wrong_signature' })
    expect(await verify(await signed({}, {}, stranger.privateKey))).toEqual({ refusal: 'wrong_signature' })
  })

  it('is refused under another algorithm, also under none', async () => {
    const unsigned = [{ alg: 'none', typ: 'at+jwt', kid: 'first' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    )
    const hmac = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'first' })
      .sign(new TextEncoder().encode(JSON.stringify(keys.keys[0])))
    expect(await verify(`${unsigned.join('.')}.`)).toEqual({ refusal: 'wrong_algorithm' })
    expect(await verify(hmac)).toEqual({ refusal: 'wrong_algorithm' })
  })

  it('is refused when it is a JWT of another kind', async () => {
    expect(await verify(await signed({}, { typ: 'JWT' }))).toEqual({ refusal: 'wrong_type' })
  })

  it('is refused with a critical header that nobody here understands', async () => {
    const header = { alg: 'ES256', typ: 'at+jwt', kid: 'first', crit: ['exp-policy'], 'exp-policy': 'x' }
    const token = await new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader(header)
      .sign(privateKey, { crit: { 'exp-policy': true } })
    expect(await verify(token)).toEqual({ refusal: 'malformed' })
  })

  it('is refused from another issuer, and for another audience', async () => {
    expect(await verify(await signed({ iss: 'https://other.example.com' }))).toEqual({ refusal: 'wrong_issuer' })
    expect(await verify(await signed({ aud: 'https://api.example.com' }))).toEqual({ refusal: 'wrong_audience' })
    const elsewhere = accessTokenVerifier({ issuer, audience: 'https://api.example.com', keys, now: () => noon })
    expect(await elsewhere(await signed())).toEqual({ refusal: 'wrong_audience' })
    expect(await elsewhere(await signed({ aud: ['https://api.example.com', 'x'] }))).toHaveProperty('claims')
  })

  it('is refused under a key that is not known', async () => {
    expect(await verify(await signed({}, { kid: 'second' }))).toEqual({ refusal: 'unknown_key' })
    const none = accessTokenVerifier({ issuer, keys: () => undefined, now: () => noon })
    expect(await none(await signed())).toEqual({ refusal: 'unknown_key' })
  })

  it('lives until its end and the tolerance after it, and not before its time', async () => {
    const soon = noon / 1000
    expect(await verify(await signed({ exp: soon - 4 }))).toHaveProperty('claims')
    expect(await verify(await signed({ exp: soon - 5 }))).toEqual({ refusal: 'expired' })
    expect(await verify(await signed({ iat: soon + 5 }))).toHaveProperty('claims')
    expect(await verify(await signed({ iat: soon + 6 }))).toEqual({ refusal: 'not_yet_valid' })
    expect(await verify(await signed({ nbf: soon + 6 }))).toEqual({ refusal: 'not_yet_valid' })
  })

  it('is given as much tolerance as was asked for, at both ends', async () => {
    const soon = noon / 1000
    const tolerant = accessTokenVerifier({ issuer, keys, now: () => noon, clockTolerance: 60 })
    for (const good of [{ exp: soon - 59 }, { iat: soon + 60 }, { nbf: soon + 60 }])
      expect(await tolerant(await signed(good))).toHaveProperty('claims')
    expect(await tolerant(await signed({ exp: soon - 60 }))).toEqual({ refusal: 'expired' })
    expect(await tolerant(await signed({ iat: soon + 61 }))).toEqual({ refusal: 'not_yet_valid' })
    expect(await tolerant(await signed({ nbf: soon + 61 }))).toEqual({ refusal: 'not_yet_valid' })
  })

  it.each(Object.keys(claims))('is refused without its %s', async (name) => {
    const { refusal } = await verify(await signed({ [name]: undefined }))
    expect(refusal).toBe({ iss: 'wrong_issuer', aud: 'wrong_audience' }[name] ?? 'malformed')
  })

  it.each([{ sub: 7 }, { exp: 'never' }, { iat: 'now' }, { sid: null }, { roles: 'owner' }, { roles: [1] }, { company_id: 1.5 }])(
    'is refused with a claim of another type: %j',
    async (changes) => {
      expect(await verify(await signed(changes as JWTPayload))).toEqual({ refusal: 'malformed' })
    },
  )
})

describe('the access token of a client that speaks for itself', () => {
  const own = { sub: 'console', sid: undefined, roles: undefined, company_id: undefined, session_started_at: undefined }

  it('has no session', async () => {
    const { claims: said } = await verify(await signed(own))
    expect(said).toEqual({
      ...{ iss: issuer, sub: 'console', aud: issuer, exp: noon / 1000 + 900, iat: noon / 1000 },
      ...{ jti: 'one', client_id: 'console', scope: 'account' },
    })
    expect(said?.sid).toBeUndefined()
  })

  it('speaks for nobody else: a session’s token that has lost its session is none', async () => {
    expect(await verify(await signed({ ...own, sub: claims.sub }))).toEqual({ refusal: 'malformed' })
  })

  it.each(['sid', 'roles', 'company_id', 'session_started_at'] as const)('does not have a %s', async (name) => {
    expect(await verify(await signed({ ...own, [name]: claims[name] }))).toEqual({ refusal: 'malformed' })
    expect(await verify(await signed({ ...own, [name]: null }))).toEqual({ refusal: 'malformed' })
  })
})

describe('an access token that is bound to a key (RFC 9449)', () => {
  const request = { method: 'GET', url: 'https://api.example.com/things' }

  it('passes with a proof by that key', async () => {
    const holder = await keyHolder('ES256', () => noon)
    const token = await signed({ cnf: { jkt: holder.thumbprint } })
    const { proof } = await verifyDpopProof(await holder.prove({ ...request, accessToken: token }), {
      ...request,
      accessToken: token,
      now: noon,
    })
    expect(await verify(token, proof)).toEqual({ claims: { ...claims, cnf: { jkt: holder.thumbprint } } })
  })

  it('is refused without a proof, and with another key’s', async () => {
    const thumbprint = 'a'.repeat(43)
    const token = await signed({ cnf: { jkt: thumbprint } })
    expect(await verify(token)).toEqual({ refusal: 'proof_missing' })
    expect(await verify(token, { thumbprint: 'b'.repeat(43) })).toEqual({ refusal: 'wrong_key' })
  })

  it('is never what a token without a key is taken for', async () => {
    expect(await verify(await signed(), { thumbprint: 'a'.repeat(43) })).toEqual({ refusal: 'not_bound' })
  })

  it('can be told about without a proof, as introspection does; all else about it must be right', async () => {
    const cnf = { jkt: 'a'.repeat(43) }
    expect(await verify(await signed({ cnf }), 'not_asked')).toEqual({ claims: { ...claims, cnf } })
    expect(await verify(await signed(), 'not_asked')).toEqual({ claims })
    expect(await verify(await signed({ cnf, exp: noon / 1000 - 5 }), 'not_asked')).toEqual({ refusal: 'expired' })
  })

  it.each([
    null,
    'a',
    [],
    {},
    { jkt: 7 },
    { jkt: '' },
    { jkt: 'a'.repeat(42) },
    { 'x5t#S256': 'a'.repeat(43) },
    { jkt: 'a'.repeat(43), 'x5t#S256': 'a'.repeat(43) },
  ])('is refused when nobody here can check how: %j', async (cnf) => {
    for (const possession of [undefined, 'not_asked', { thumbprint: 'a'.repeat(43) }] as const)
      expect(await verify(await signed({ cnf }), possession)).toEqual({ refusal: 'malformed' })
  })
})

describe('the keys', () => {
  it('are found by a function, which is asked for the token’s own key', async () => {
    const asked: string[] = []
    const found = accessTokenVerifier({
      issuer,
      now: () => noon,
      keys: (kid) => {
        asked.push(kid)
        return keys.keys[0]
      },
    })
    expect(await found(await signed())).toHaveProperty('claims')
    expect(asked).toEqual(['first'])
  })

  it('are fetched from the platform once', async () => {
    let fetched = 0
    const server = createServer((_request, response) => {
      fetched++
      response.setHeader('content-type', 'application/json').end(JSON.stringify(keys))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const remote = accessTokenVerifier({ issuer, jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`, now: () => noon })
    expect(await remote(await signed())).toHaveProperty('claims')
    expect(await remote(await signed())).toHaveProperty('claims')
    expect(fetched).toBe(1)
    await new Promise((done) => server.close(done))
  })

  it('that cannot be had are a fault and no refusal: nothing is known about the token', async () => {
    const remote = accessTokenVerifier({ issuer, jwksUrl: 'http://127.0.0.1:1/jwks.json', now: () => noon })
    await expect(remote(await signed())).rejects.toThrow(KeysUnavailable)
  })
})
