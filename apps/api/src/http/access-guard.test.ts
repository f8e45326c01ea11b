// Long, because one guard is the subject: what each kind of access token and proof opens, on the same few routes.
import type { AddressInfo } from 'node:net'
import { Controller, Get, Module, Post } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { Problem } from '@tessera/contract'
import { accessTokenVerifier } from '@tessera/verifier'
import { keyHolder } from '@tessera/verifier/testing'
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Dpop } from '../dpop/dpop.js'
import { Nonces } from '../dpop/nonces.js'
import { proofDigest } from '../dpop/proof-digest.js'
import type { UsedProofs } from '../dpop/used-proofs.js'
import { testConfiguration } from '../testing/configuration.js'
import { declareAccess, OpenTo } from './access.js'
import { ApiKeyDirectory, type SessionCaller, CallerDirectory, type CallerRefusal } from './caller.js'
import { accessTokenVerification, createServer } from './server.js'

const configuration = testConfiguration()
const { issuer, masterSecret } = configuration
const signingKey = await generateKeyPair('ES256')
const keys = { keys: [{ ...(await exportJWK(signingKey.publicKey)), kid: 'first' }] }
const holder = await keyHolder()
const algs = 'algs="ES256 ES384 PS256 RS256 EdDSA Ed25519"'

const ada: SessionCaller = {
  userId: 'ada',
  sessionId: 's1',
  clientId: 'c',
  apiKeyId: null,
  tokenExpiresAt: 0,
  roles: ['support'],
  companyId: 1,
  companyBound: true,
  hasSecondFactor: false,
}
let caller: SessionCaller | CallerRefusal = ada

class Everybody extends CallerDirectory {
  override async find(): Promise<SessionCaller | CallerRefusal> {
    return caller
  }
}

/** The memory that all processes share. */
class SharedMemory implements UsedProofs {
  readonly seen = new Set<string>()
  /** How often somebody asked. */
  asked = 0
  trouble: Error | null = null

  async take(digest: Buffer): Promise<boolean> {
    this.asked++
    if (this.trouble) throw this.trouble
    const name = digest.toString('hex')
    return !this.seen.has(name) && this.seen.add(name).has(name)
  }
}
const memory = new SharedMemory()
let made = 0

@Controller()
class ThingsController {
  @OpenTo('user')
  @Get('/things')
  things(): object {
    return { things: [] }
  }

  @OpenTo('user')
  @Post('/things')
  make(): object {
    made++
    return { things: [{}] }
  }

  @((_target, _name, { value }) => declareAccess(value as object, 'user', 'sessions:read'))
  @Get('/keys-things')
  keysThings(): object {
    return {}
  }

  @OpenTo(['owner'])
  @Post('/owners-things')
  makeForOwner(): object {
    made++
    return {}
  }

  @OpenTo('anyone')
  @Get('/broken')
  broken(): never {
    throw new Error('broken')
  }
}

@Module({
  controllers: [ThingsController],
  providers: [
    { provide: CallerDirectory, useClass: Everybody },
    { provide: ApiKeyDirectory, useValue: {} },
    { provide: accessTokenVerification, useValue: accessTokenVerifier({ issuer, keys }) },
    { provide: Dpop, useValue: new Dpop(issuer, new Nonces(masterSecret), Date.now, memory) },
  ],
})
class ThingsModule {}

const lines: string[] = []
let app: NestFastifyApplication
let base: string

beforeAll(async () => {
  app = await createServer(ThingsModule, configuration, pino({}, { write: (line: string) => void lines.push(line) }))
  await app.listen(0, '127.0.0.1')
  base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
})
afterAll(() => app.close())
beforeEach(() => {
  caller = ada
  lines.length = 0
  memory.asked = made = 0
  memory.trouble = null
})

/** An access token of ada's session, or what else is said of it. */
function token(changes: JWTPayload = {}): Promise<string> {
  const session = { sid: 's1', roles: [], company_id: 1, session_started_at: 0 }
  return new SignJWT({ sub: 'ada', client_id: 'c', scope: 'account', jti: 'one', ...session, ...changes })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'first' })
    .setIssuer(issuer)
    .setAudience(issuer)
    .setIssuedAt()
    .setExpirationTime('5 minutes')
    .sign(signingKey.privateKey)
}

const bound = (changes: JWTPayload = {}) => token({ cnf: { jkt: holder.thumbprint }, ...changes })

async function nonce(): Promise<string> {
  const { headers } = await fetch(`${base}/things`, { headers: { dpop: 'any' } })
  return headers.get('dpop-nonce') ?? ''
}

async function prove(accessToken: string, changes: { url?: string; method?: string; nonce?: string } = {}, by = holder): Promise<string> {
  return by.prove({ method: 'GET', url: `${issuer}/things`, nonce: await nonce(), accessToken, ...changes })
}

function call(headers: Record<string, string>, method = 'GET', path = '/things'): Promise<Response> {
  return fetch(base + path, { method, headers })
}

/** What a refusal tells: publicly, and in the log. */
async function refusal(...given: Parameters<typeof call>) {
  lines.length = 0
  const response = await call(...given)
  await expect.poll(() => lines.length).toBe(1)
  const { code } = Problem.parse(await response.json())
  const { refusal } = JSON.parse(lines[0] ?? '{}') as { refusal?: string }
  return { status: response.status, code, challenge: response.headers.get('www-authenticate'), refusal }
}

const invalidToken = (scheme: 'Bearer' | 'DPoP', refused: string) => ({
  status: 401,
  code: 'invalid_access_token',
  challenge:
    scheme === 'DPoP'
      ? `Bearer realm="tessera", DPoP realm="tessera", error="invalid_token", ${algs}`
      : `Bearer realm="tessera", error="invalid_token", DPoP realm="tessera", ${algs}`,
  refusal: refused,
})

const invalidProof = (refused: string, code = 'invalid_dpop_proof') => ({
  status: 401,
  code,
  challenge: `DPoP realm="tessera", error="${code}", ${algs}`,
  refusal: refused,
})

describe('whoever shows nothing, or an API key that may not do', () => {
  const detailOf = async (...given: Parameters<typeof call>) => Problem.parse(await (await call(...given)).json()).detail
  const needed = 'This call needs an access token: send it as "Authorization: Bearer <token>"'

  it('is told what the call takes: an API key only where one would do', async () => {
    expect(await detailOf({})).toBe(`${needed}.`)
    expect(await detailOf({}, 'GET', '/keys-things')).toBe(`${needed}, or an API key with the scope sessions:read as "x-api-key".`)
    expect(await detailOf({ 'x-api-key': 'tessera_ak_any' })).toBe(`${needed}.`)
  })

  it('is not told that their key is a wrong token', async () => {
    const authorization = 'Bearer tessera_ak_any'
    expect(await detailOf({ authorization })).toMatch(/^This call takes no API key: send an access token/)
    expect(await refusal({ authorization })).toEqual(invalidToken('Bearer', 'api_key_not_taken'))
  })
})

describe('an access token that is bound to a key', () => {
  it('is taken with a proof of that key, however the scheme is spelled', async () => {
    const accessToken = await bound()
    for (const scheme of ['DPoP', 'dpop', 'DPOP']) {
      const response = await call({ authorization: `${scheme} ${accessToken}`, dpop: await prove(accessToken) })
      expect([response.status, await response.json()]).toEqual([200, { things: [] }])
    }
  })

  it('is refused as Bearer, also with a proof', async () => {
    const accessToken = await bound()
    const authorization = `Bearer ${accessToken}`
    expect(await refusal({ authorization })).toEqual(invalidToken('Bearer', 'proof_missing'))
    expect(await refusal({ authorization, dpop: await prove(accessToken) })).toEqual(invalidToken('Bearer', 'proof_missing'))
  })

  it('is refused without a proof', async () => {
    expect(await refusal({ authorization: `DPoP ${await bound()}` })).toEqual(invalidProof('proof_missing'))
  })

  it('is refused with a proof by another key', async () => {
    const accessToken = await bound()
    const dpop = await prove(accessToken, {}, await keyHolder())
    expect(await refusal({ authorization: `DPoP ${accessToken}`, dpop })).toEqual(invalidToken('DPoP', 'wrong_key'))
  })

  it('is refused with a proof for another token, address or method', async () => {
    const accessToken = await bound()
    const authorization = `DPoP ${accessToken}`
    expect(await refusal({ authorization, dpop: await prove('other') })).toEqual(invalidProof('wrong_access_token'))
    expect(await refusal({ authorization, dpop: await prove(accessToken, { url: `${issuer}/others` }) })).toEqual(invalidProof('wrong_url'))
    expect(await refusal({ authorization, dpop: await prove(accessToken, { method: 'POST' }) })).toEqual(invalidProof('wrong_method'))
  })

  it('is refused with a proof that was taken before', async () => {
    const accessToken = await bound()
    const headers = { authorization: `DPoP ${accessToken}`, dpop: await prove(accessToken) }
    expect((await call(headers)).status).toBe(200)
    expect(await refusal(headers)).toEqual(invalidProof('proof_replayed'))
  })

  it('asks for a nonce where the proof has none of ours, and takes the one that came with the answer', async () => {
    const accessToken = await bound()
    const authorization = `DPoP ${accessToken}`
    const dpop = await prove(accessToken, { nonce: 'of yesterday' })
    expect(await refusal({ authorization, dpop })).toEqual(invalidProof('wrong_nonce', 'use_dpop_nonce'))
    const challenged = await call({ authorization, dpop })
    const again = await prove(accessToken, { nonce: challenged.headers.get('dpop-nonce') ?? '' })
    expect((await call({ authorization, dpop: again })).status).toBe(200)
  })

  it('ends with its session, and says why', async () => {
    const accessToken = await bound()
    caller = { refusal: 'session_ended', reason: 'logout' }
    expect(await refusal({ authorization: `DPoP ${accessToken}`, dpop: await prove(accessToken) })).toEqual({
      ...invalidToken('DPoP', 'session_ended'),
      code: 'session_ended',
    })
  })
})

describe('a call that writes, with a bound access token', () => {
  const write = { method: 'POST' } as const
  const shown = async (changes: Parameters<typeof prove>[1] = write, accessToken?: string) => {
    const shownToken = accessToken ?? (await bound())
    return { authorization: `DPoP ${shownToken}`, dpop: await prove(shownToken, changes) }
  }

  it('is done once for a proof, by whichever process was shown it', async () => {
    const headers = await shown()
    // As if another process had taken it.
    const { jti } = decodeJwt(headers.dpop)
    const digest = proofDigest({ thumbprint: holder.thumbprint, jti: jti ?? '' })
    await memory.take(digest)
    expect(await refusal(headers, 'POST')).toEqual(invalidProof('proof_replayed'))
    expect(made).toBe(0)
    expect((await call(await shown(), 'POST')).status).toBe(201)
    expect(made).toBe(1)
  })

  it('fills no memory before it is known who calls, and that they may', async () => {
    const accessToken = await bound()
    const wrongKey = { authorization: `DPoP ${accessToken}`, dpop: await prove(accessToken, write, await keyHolder()) }
    expect((await call(wrongKey, 'POST')).status).toBe(401)
    const forOwners = await shown({ ...write, url: `${issuer}/owners-things` })
    expect((await call(forOwners, 'POST', '/owners-things')).status).toBe(403)
    caller = { refusal: 'session_ended', reason: 'logout' }
    expect((await call(await shown(), 'POST')).status).toBe(401)
    expect([memory.asked, made]).toEqual([0, 0])
  })

  it('is not done while the memory cannot say, and the client is asked to come again', async () => {
    memory.trouble = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    const response = await call(await shown(), 'POST')
    expect([response.status, response.headers.has('retry-after'), made]).toEqual([503, true, 0])
  })

  it('costs a statement that a call which reads does not, nor one with an unbound token', async () => {
    expect((await call(await shown({}))).status).toBe(200)
    expect((await call(await shown({ method: 'HEAD' }), 'HEAD')).status).toBe(200)
    expect((await call({ authorization: `Bearer ${await token()}` }, 'POST')).status).toBe(201)
    expect(memory.asked).toBe(0)
    expect((await call(await shown(), 'POST')).status).toBe(201)
    expect(memory.asked).toBe(1)
  })
})

describe('an access token that is not', () => {
  it('is taken as Bearer, whatever else is sent', async () => {
    const authorization = `Bearer ${await token()}`
    expect((await call({ authorization })).status).toBe(200)
    expect((await call({ authorization, dpop: 'any' })).status).toBe(200)
  })

  it('is refused under the scheme of bound ones, also with a good proof', async () => {
    const accessToken = await token()
    expect(await refusal({ authorization: `DPoP ${accessToken}`, dpop: await prove(accessToken) })).toEqual(
      invalidToken('DPoP', 'not_bound'),
    )
  })

  it('is refused when a client shows its own: it speaks for no user', async () => {
    const ofSession = { sid: undefined, roles: undefined, company_id: undefined, session_started_at: undefined }
    const own = await token({ sub: 'c', ...ofSession })
    expect(await refusal({ authorization: `Bearer ${own}` })).toEqual(invalidToken('Bearer', 'no_session'))
  })
})

describe('a fresh nonce', () => {
  it('is on every answer to a request with a DPoP header, errors included', async () => {
    const good = { authorization: `Bearer ${await token()}` }
    for (const [path, init, status] of [
      ['/things', { headers: good }, 200],
      ['/things', { method: 'HEAD', headers: good }, 200],
      ['/things', {}, 401],
      ['/nothing', {}, 404],
      ['/things', { method: 'DELETE' }, 405],
      ['/things', { method: 'POST', body: '<a/>', headers: { 'content-type': 'text/xml' } }, 415],
      ['/broken', {}, 500],
    ] as const) {
      for (const dpop of ['', 'any']) {
        const headers = { ...('headers' in init ? init.headers : {}), dpop }
        const response = await fetch(base + path, { ...init, headers })
        expect([path, response.status, response.headers.get('dpop-nonce')]).toEqual([path, status, expect.stringMatching(/^[\w-]{48}$/)])
      }
    }
  })

  it('is on no other answer', async () => {
    for (const path of ['/things', '/nothing', '/broken']) expect((await fetch(base + path)).headers.has('dpop-nonce')).toBe(false)
  })

  it('can be read by a page of another origin', async () => {
    const { headers } = await fetch(`${base}/things`, { headers: { origin: 'https://app.example.com', dpop: 'any' } })
    expect(headers.get('access-control-expose-headers')).toContain('dpop-nonce')
  })
})
