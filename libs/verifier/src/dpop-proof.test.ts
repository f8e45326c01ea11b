// Long, because one proof is the subject: each thing that can be wrong with it in turn, under real keys.
import { createHmac, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { dpopAlgorithms, type DpopProofExpectations, verifyDpopProof } from './dpop-proof.js'
import { keyHolder, type ProofChanges } from './testing/index.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const seconds = noon / 1000
const request = { method: 'POST', url: 'https://auth.example.com/oauth/token' }
const holder = await keyHolder('ES256', () => noon)
const stranger = await generateKeyPair('ES256')

/** The verdict on a proof that is right but for these changes. */
async function verdict(changes: ProofChanges = {}, expected: Partial<DpopProofExpectations> = {}) {
  return verifyDpopProof(await holder.prove(request, changes), { ...request, now: noon, ...expected })
}

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')

describe('a proof', () => {
  it.each(dpopAlgorithms)('holds under %s, and names its key', async (alg) => {
    const one = await keyHolder(alg, () => noon)
    const { proof } = await verifyDpopProof(await one.prove(request, { claims: { jti: 'one' } }), { ...request, now: noon })
    expect(proof).toEqual({ thumbprint: one.thumbprint, jti: 'one', iat: seconds, madeAfter: null })
  })

  it('is for one method', async () => {
    for (const htm of ['GET', 'post', 'POST ', '', 7, null, undefined])
      expect(await verdict({ claims: { htm } })).not.toHaveProperty('proof')
    expect(await verdict({ claims: { htm: 'GET' } })).toEqual({ refusal: 'wrong_method' })
  })

  it('is for one address, however that is spelled, whatever its query', async () => {
    expect(await verdict({ claims: { htu: 'HTTPS://auth.example.com:443/oauth/./token#here' } })).toHaveProperty('proof')
    expect(await verdict({}, { url: `${request.url}?a=b` })).toHaveProperty('proof')
    for (const htu of ['https://auth.example.com/oauth/revoke', 'https://evil.example/oauth/token', '/oauth/token', 'oauth', ''])
      expect(await verdict({ claims: { htu } })).toEqual({ refusal: 'wrong_url' })
  })

  it('fits no request whose address is none, be it spelled alike', async () => {
    for (const url of ['/oauth/token', 'https://auth.example.com/oauth/"', ''])
      expect(await verdict({ claims: { htu: url } }, { url })).toEqual({ refusal: 'wrong_url' })
  })

  it.each(['jti', 'htm', 'htu', 'iat'])('needs its %s', async (name) => {
    for (const value of [undefined, null, {}, [], true, name === 'iat' ? '7' : 7])
      expect(await verdict({ claims: { [name]: value } })).toEqual({ refusal: 'malformed' })
  })

  it('has a name of its own that can be remembered', async () => {
    expect(await verdict({ claims: { jti: 'a'.repeat(256) } })).toHaveProperty('proof')
    for (const jti of ['', 'a'.repeat(257)]) expect(await verdict({ claims: { jti } })).toEqual({ refusal: 'malformed' })
  })

  it('is for one access token where one is shown', async () => {
    const proof = await holder.prove({ ...request, accessToken: 'token' })
    expect(await verifyDpopProof(proof, { ...request, accessToken: 'token', now: noon })).toHaveProperty('proof')
    expect(await verifyDpopProof(proof, { ...request, accessToken: 'Token', now: noon })).toEqual({ refusal: 'wrong_access_token' })
    expect(await verdict({}, { accessToken: 'token' })).toEqual({ refusal: 'wrong_access_token' })
    expect(await verdict({ claims: { ath: 7 } }, { accessToken: 'token' })).toEqual({ refusal: 'wrong_access_token' })
  })

  it('hashes the access token as the RFC’s own example does', async () => {
    const accessToken = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU'
    expect(await verdict({ claims: { ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' } }, { accessToken })).toHaveProperty('proof')
  })

  it('is a JWT of its own kind', async () => {
    for (const typ of ['JWT', 'at+jwt', 'dpop', '', undefined])
      expect(await verdict({ header: { typ } })).toEqual({ refusal: 'wrong_type' })
    for (const typ of ['DPoP+JWT', 'application/dpop+jwt']) expect(await verdict({ header: { typ } })).toHaveProperty('proof')
  })

  it('with a critical header that nobody here understands is refused', async () => {
    expect(await verdict({ header: { crit: ['exp-policy'], 'exp-policy': 'x' } }).catch(() => 'not made')).toBe('not made')
    const [, payload, signature] = (await holder.prove(request)).split('.')
    const header = encode({ alg: 'ES256', typ: 'dpop+jwt', jwk: holder.publicJwk, crit: ['exp-policy'], 'exp-policy': 'x' })
    expect(await verifyDpopProof(`${header}.${payload}.${signature}`, { ...request, now: noon })).toEqual({ refusal: 'malformed' })
  })

  it('that is too long is not read', async () => {
    expect(await verdict({ claims: { more: 'a'.repeat(2000) } })).toHaveProperty('proof')
    expect(await verdict({ claims: { more: 'a'.repeat(3000) } })).toEqual({ refusal: 'malformed' })
  })

  it('is refused when any character of it was changed', async () => {
    const proof = await holder.prove(request)
    await fc.assert(
      fc.asyncProperty(fc.nat(proof.length - 1), fc.constantFrom(...'AZaz09-_.,+/= é\u0000'), async (place, other) => {
        const changed = proof.slice(0, place) + other + proof.slice(place + 1)
        // The last character of 64 bytes in base64url has four bits that mean nothing.
        fc.pre(changed !== proof && !(place === proof.length - 1 && /[\w-]/.test(other)))
        expect(await verifyDpopProof(changed, { ...request, now: noon })).toHaveProperty('refusal')
      }),
      { numRuns: 300 },
    )
  })

  it('is refused when it is no proof at all, or two', async () => {
    const proof = await holder.prove(request)
    for (const text of [
      '',
      'a',
      'a.b.c',
      '...',
      `${proof}.`,
      `${proof}, ${proof}`,
      ` ${proof}`,
      proof.slice(0, proof.lastIndexOf('.') + 1),
    ])
      expect(await verifyDpopProof(text, { ...request, now: noon })).toHaveProperty('refusal')
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.jsonValue().map(encode)), async (text) => {
        for (const one of [text, `${text}.${text}.${text}`, `${text}.${proof.slice(proof.indexOf('.') + 1)}`])
          expect(await verifyDpopProof(one, { ...request, now: noon })).toHaveProperty('refusal')
      }),
    )
  })
})

describe('the key of a proof', () => {
  it('must have signed it', async () => {
    expect(await verdict({ key: stranger.privateKey })).toEqual({ refusal: 'wrong_signature' })
    expect(await verdict({ header: { jwk: await exportJWK(stranger.publicKey) } })).toEqual({ refusal: 'wrong_signature' })
  })

  it('must be asymmetric: a shared secret, or none, proves nothing', async () => {
    const secret = Buffer.from(JSON.stringify(holder.publicJwk))
    const payload = (await holder.prove(request)).split('.')[1]
    for (const jwk of [holder.publicJwk, { kty: 'oct', k: secret.toString('base64url') }]) {
      const signed = `${encode({ alg: 'HS256', typ: 'dpop+jwt', jwk })}.${payload}`
      const mac = createHmac('sha256', secret).update(signed).digest('base64url')
      expect(await verifyDpopProof(`${signed}.${mac}`, { ...request, now: noon })).toEqual({ refusal: 'wrong_algorithm' })
    }
    const unsigned = `${encode({ alg: 'none', typ: 'dpop+jwt', jwk: holder.publicJwk })}.${payload}.`
    expect(await verifyDpopProof(unsigned, { ...request, now: noon })).toEqual({ refusal: 'wrong_algorithm' })
  })

  it('must be there, public, and of the algorithm', async () => {
    const rsa = await exportJWK((await generateKeyPair('RS256')).publicKey)
    const { x, y, crv } = holder.publicJwk
    const wrong: unknown[] = [
      undefined,
      null,
      'key',
      [],
      {},
      { kty: 'EC' },
      { kty: 'EC', crv, x },
      { kty: 'EC', crv: 'P-384', x, y },
      { kty: 'EC', crv, x, y: x },
      { kty: 'oct', k: x },
      { kty: 'OKP', crv: 'Ed25519', x },
      rsa,
      { ...holder.publicJwk, use: 'enc' },
      { ...holder.publicJwk, alg: 'ES384' },
      { ...holder.publicJwk, key_ops: ['sign'] },
      { ...holder.publicJwk, key_ops: [] },
    ]
    for (const jwk of wrong) expect(await verdict({ header: { jwk } })).toEqual({ refusal: 'wrong_key' })
  })

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'])('must not show its private member %s', async (member) => {
    for (const value of ['', 'AQAB', null]) {
      expect(await verdict({ header: { jwk: { ...holder.publicJwk, [member]: value } } })).toEqual({ refusal: 'wrong_key' })
    }
  })

  it('that was given away whole is refused, although the signature is right', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    expect(await verdict({ header: { jwk: await exportJWK(privateKey) }, key: privateKey })).toEqual({ refusal: 'wrong_key' })
  })

  it('of RSA has at least 2,048 bits, and an exponent that is quick to verify with', async () => {
    const rsa = await keyHolder('RS256', () => noon)
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }) as JWK
    const slow = { ...rsa.publicJwk, e: rsa.publicJwk.n?.slice(0, 340) }
    for (const jwk of [short, slow]) {
      expect(await verifyDpopProof(await rsa.prove(request, { header: { jwk } }), { ...request, now: noon })).toEqual({
        refusal: 'wrong_key',
      })
    }
  })

  it('has one thumbprint, however it is spelled', async () => {
    const { x = '' } = holder.publicJwk
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // 32 bytes are 43 characters, of which the last has two bits that mean nothing.
    const unusedBit = x.slice(0, -1) + alphabet[alphabet.indexOf(x.slice(-1)) ^ 1]
    for (const spelled of [{ x: unusedBit }, { x: [x] }, { kid: 'other', ext: false }]) {
      const { proof } = await verdict({ header: { jwk: { ...holder.publicJwk, ...spelled } } })
      expect(proof?.thumbprint).toBe(holder.thumbprint)
    }
  })
})

describe('the age of a proof, where the server hands out no nonces', () => {
  it('is at most a minute and the tolerance, by the clock of its maker', async () => {
    for (const [iat, refusal] of [
      [seconds - 65, undefined],
      [seconds - 66, 'expired'],
      [seconds + 5, undefined],
      [seconds + 6, 'not_yet_valid'],
      [1e300, 'not_yet_valid'],
      [-1e300, 'expired'],
    ] as const) {
      expect((await verdict({ claims: { iat } })).refusal).toBe(refusal)
    }
    expect(await verdict({ claims: { iat: seconds - 300 } }, { longestAge: 300, clockTolerance: 0 })).toHaveProperty('proof')
    expect(await verdict({ claims: { iat: seconds - 301 } }, { longestAge: 300, clockTolerance: 0 })).toEqual({ refusal: 'expired' })
  })

  it('ends before, where the maker said so', async () => {
    expect(await verdict({ claims: { exp: seconds - 6 } })).toEqual({ refusal: 'expired' })
    expect(await verdict({ claims: { nbf: seconds + 6 } })).toEqual({ refusal: 'not_yet_valid' })
  })

  it('is this machine’s time when nobody says another', async () => {
    const today = await keyHolder()
    expect(await verifyDpopProof(await today.prove(request), request)).toHaveProperty('proof')
    expect(await verifyDpopProof(await holder.prove(request), request)).toHaveProperty('refusal')
  })

  it('does not depend on a nonce that nobody asked for', async () => {
    expect(await verdict({ claims: { nonce: 'of another server' } })).toHaveProperty('proof.madeAfter', null)
  })
})

describe('where the server hands out nonces', () => {
  const nonceTime = (nonce: string) => (nonce === 'good' ? noon - 1000 : null)

  it('a proof needs one that the server takes, and is as old as that', async () => {
    expect(await verdict({ claims: { nonce: 'good' } }, { nonceTime })).toHaveProperty('proof.madeAfter', noon - 1000)
    expect(await verdict({}, { nonceTime })).toEqual({ refusal: 'nonce_missing' })
    expect(await verdict({ claims: { nonce: 'bad' } }, { nonceTime })).toEqual({ refusal: 'wrong_nonce' })
    for (const nonce of [7, null, ['good']]) expect(await verdict({ claims: { nonce } }, { nonceTime })).toEqual({ refusal: 'malformed' })
  })

  it('a clock of the client that is wrong does no harm', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })), async (iat) => {
        expect(await verdict({ claims: { nonce: 'good', iat } }, { nonceTime })).toHaveProperty('proof')
      }),
      { numRuns: 50 },
    )
  })

  it('a proof that is wrong otherwise is not asked for another nonce', async () => {
    expect(await verdict({ claims: { htm: 'GET' } }, { nonceTime })).toEqual({ refusal: 'wrong_method' })
    expect(await verdict({ key: stranger.privateKey }, { nonceTime })).toEqual({ refusal: 'wrong_signature' })
  })
})
