import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { clock } from '../../testing/clock.js'
import { faultOf } from '../../testing/logged-in.js'
import { someTokens } from '../../testing/tokens.js'
import { authorizedFetch } from '../authorized-fetch.js'
import type { Fetch } from '../client.js'
import type { Tokens } from '../tokens.js'
import { dpop, type Proving } from './dpop.js'
import { memoryKeys } from './keys.js'

/** A server that keeps the proofs that it is sent; it wants one of its `nonces` in them, the last, if it has any. */
function server(...nonces: string[]) {
  const time = clock()
  const seen: Request[] = []
  const send: Fetch = async (input, init) => {
    const request = new Request(input, init)
    seen.push(request)
    const nonce = nonces.at(-1)
    const headers = new Headers(nonce === undefined ? {} : { 'dpop-nonce': nonce })
    if (nonce === undefined || (await claimsOf(request)).nonce === nonce) return new Response(null, { status: 204, headers })
    headers.set('www-authenticate', 'DPoP error="use_dpop_nonce", algs="ES256"')
    return new Response('a newer nonce', { status: 401, headers })
  }
  return { send, seen, nonces, time, proved: (what: Proving, binding = dpop()) => binding.proving(send, what, time.now) }
}

async function claimsOf(request: Request) {
  const { payload, protectedHeader } = await jwtVerify<{ nonce?: string; ath?: string }>(request.headers.get('dpop') ?? '', EmbeddedJWK, {
    typ: 'dpop+jwt',
  })
  return { ...payload, thumbprint: await calculateJwkThumbprint(protectedHeader.jwk!) }
}

const call = (tokens: Tokens = someTokens): Proving => ({ purpose: 'call', tokens })
const login: Proving = { purpose: 'login' }
const refresh: Proving = { purpose: 'refresh' }

describe('a proof', () => {
  it('is for one request and its access token, and each is another', async () => {
    const { seen, time, proved } = server()
    const keys = memoryKeys()
    await keys.loadOrMake()
    const fetch = proved(call(), dpop(keys))
    await fetch('https://orders.example/v1/orders?page=2#top', { method: 'post', body: 'x', headers: { 'x-mine': 'yes' } })
    await fetch(new Request('https://orders.example/v1/orders'))
    const [first, second] = await Promise.all(seen.map(claimsOf))
    expect(first).toMatchObject({ htm: 'POST', htu: 'https://orders.example/v1/orders', iat: time.now() / 1000 })
    // SHA-256 of "a", by another hand.
    expect(first?.ath).toBe('ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs')
    expect(second).toMatchObject({ htm: 'GET', thumbprint: first?.thumbprint })
    expect(second?.jti).not.toBe(first?.jti)
    expect(seen[0]?.headers.get('x-mine')).toBe('yes')
  })

  it('says the time of the server, however wrong the clock is here', async () => {
    const { seen, time, proved } = server()
    const issuedAt = time.now() / 1000 - 7 * 3600
    const key = new TextEncoder().encode('a key of the server, none of ours')
    const access_token = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setIssuedAt(issuedAt).sign(key)
    const binding = dpop()
    await proved(login, binding)('https://api.example/')
    const fetch = proved(call({ ...someTokens, access_token, received_at: time.now() }), binding)
    time.advance(60)
    await fetch('https://orders.example/')
    expect((await claimsOf(seen[1]!)).iat).toBe(issuedAt + 60)
  })

  it('is made by a key that nobody can take out', async () => {
    const { privateKey } = await memoryKeys().loadOrMake()
    expect(privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('jwk', privateKey)).rejects.toThrow()
  })

  it('is made at login, if need be with a new key, and elsewhere only where there is a key', async () => {
    const { seen, proved } = server()
    const binding = dpop()
    await proved(call(), binding)('https://orders.example/')
    await proved(refresh, binding)('https://api.example/')
    expect(seen.map(({ headers }) => headers.get('dpop'))).toEqual([null, null])
    expect(await binding.hasKey()).toBe(false)
    await proved(login, binding)('https://api.example/')
    await proved(refresh, binding)('https://api.example/')
    const [one, other] = await Promise.all(seen.slice(2).map(claimsOf))
    expect(one?.thumbprint).toBe(other?.thumbprint)
  })

  it('that was made before a long sleep is not sent', async () => {
    const { seen, send } = server()
    const keys = memoryKeys()
    await keys.loadOrMake()
    let at = 0
    const fetch = dpop(keys).proving(send, refresh, () => (at += 60_000))
    expect(await faultOf(fetch('https://api.example/'))).toEqual(new Error('The proof came too late to be sent'))
    expect(seen).toEqual([])
  })
})

describe('a nonce', () => {
  it('that a server asks for is put into a second proof, and kept for the next request', async () => {
    const { seen, proved } = server('n1')
    const fetch = proved(login)
    expect((await fetch('https://api.example/', { method: 'POST', body: 'x' })).status).toBe(204)
    expect((await fetch('https://api.example/', { method: 'POST', body: 'x' })).status).toBe(204)
    const claims = await Promise.all(seen.map(claimsOf))
    expect(claims.map(({ nonce }) => nonce)).toEqual([undefined, 'n1', 'n1'])
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(3)
    expect(await seen[1]?.text()).toBe('x')
  })

  it('is asked for once: a server that wants ever another one is given up', async () => {
    const { seen, send, time } = server()
    const never: Fetch = async (input, init) => {
      await send(input, init)
      return new Response(null, {
        status: 401,
        headers: { 'dpop-nonce': `n${seen.length}`, 'www-authenticate': 'DPoP error="use_dpop_nonce"' },
      })
    }
    expect((await dpop().proving(never, login, time.now)('https://api.example/')).status).toBe(401)
    expect(seen).toHaveLength(2)
  })

  it('of one server, or for tokens, is not shown where it is not meant', async () => {
    const { seen, nonces, proved } = server('n1')
    const binding = dpop()
    await proved(login, binding)('https://api.example/')
    nonces.length = 0
    await proved(call(), binding)('https://api.example/')
    await proved(call(), binding)('https://orders.example/')
    await proved(refresh, binding)('https://api.example/')
    const claims = await Promise.all(seen.slice(2).map(claimsOf))
    expect(claims.map(({ nonce }) => nonce)).toEqual([undefined, undefined, 'n1'])
  })

  it('that cannot be given, since the body is gone, says nothing against the access token', async () => {
    const { seen, proved } = server('n1')
    const binding = dpop()
    await proved(login, binding)('https://api.example/')
    const tokens = { usable: async () => someTokens, insteadOf: () => expect.fail('refreshed'), refusedAgain: () => {} }
    const fetch = authorizedFetch(globalThis.fetch, { ...tokens, proving: () => proved(call(), binding) })
    const init = { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' } as RequestInit
    expect((await fetch('https://orders.example/', init)).status).toBe(401)
    expect(seen).toHaveLength(3)
  })
})
