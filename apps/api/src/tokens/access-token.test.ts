import { generateKeyPairSync } from 'node:crypto'
import { accessTokenVerifier } from '@tessera/verifier'
import { decodeProtectedHeader, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { type AccessTokenGrant, AccessTokens } from './access-token.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const issuer = 'https://auth.example.com'
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const keys = { keys: [{ ...(publicKey.export({ format: 'jwk' }) as JWK), kid: 'first' }] }
const tokens = new AccessTokens({ activeAt: () => ({ kid: 'first', privateKey }) }, issuer)
const verify = accessTokenVerifier({ issuer, keys, now: () => noon })

const session = {
  id: '0199d2f5-0000-7000-8000-000000000002',
  startedAt: noon - 5_000,
  endsAt: noon + 86_400_000,
  roles: ['support'] as const,
  companyId: 1,
}
const grant: AccessTokenGrant = {
  subject: '0199d2f5-0000-7000-8000-000000000001',
  clientId: 'console',
  scope: 'account',
  audience: null,
  lifetime: 900,
  dpopThumbprint: null,
  session,
}
const said = {
  iss: issuer,
  sub: grant.subject,
  aud: issuer,
  exp: noon / 1000 + 900,
  iat: noon / 1000,
  jti: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  client_id: 'console',
  scope: 'account',
}
const ofSession = { sid: session.id, roles: ['support'], company_id: 1, session_started_at: noon - 5_000 }

describe('an access token', () => {
  it('is one that our own verifier takes, and says what RFC 9068 asks', async () => {
    const { token, expiresIn, expiresAt } = tokens.sign(grant, noon + 999)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: 'first' })
    expect(await verify(token)).toEqual({ claims: { ...said, ...ofSession } })
    expect([expiresIn, expiresAt]).toEqual([900, noon + 900_000])
  })

  it('never outlives its session, and is over at once in its last second', () => {
    const lives = (endsAt: number) => tokens.sign({ ...grant, session: { ...session, endsAt } }, noon + 500).expiresIn
    expect(lives(noon + 60_999)).toBe(60)
    expect(lives(noon + 901_000)).toBe(900)
    expect(lives(noon + 600)).toBe(0)
    expect(lives(noon - 1)).toBe(0)
  })

  it('goes to the client’s own audience, and each has a name of its own', async () => {
    const elsewhere = accessTokenVerifier({ issuer, audience: 'https://api.example.com', keys, now: () => noon })
    const issued = [1, 2].map(() => tokens.sign({ ...grant, audience: 'https://api.example.com' }, noon).token)
    const names = await Promise.all(issued.map(async (token) => (await elsewhere(token)).claims?.jti))
    expect(new Set(names).size).toBe(2)
    expect(names).not.toContain(undefined)
  })

  it('of a bound session names the key, and is of no use without it', async () => {
    const thumbprint = 'a'.repeat(43)
    const { token } = tokens.sign({ ...grant, dpopThumbprint: thumbprint }, noon)
    expect(await verify(token)).toEqual({ refusal: 'proof_missing' })
    expect(await verify(token, { thumbprint })).toEqual({ claims: { ...said, ...ofSession, cnf: { jkt: thumbprint } } })
  })

  it('of a client that speaks for itself has no session, and lives for as long as it was granted', async () => {
    const { token, expiresIn } = tokens.sign({ ...grant, subject: 'console', session: null }, noon)
    expect(await verify(token)).toEqual({ claims: { ...said, sub: 'console' } })
    expect(expiresIn).toBe(900)
  })
})
