// Long, because one server is the subject: every rule that holds for all calls, over the same few routes and one listening socket.
import { type AddressInfo, connect } from 'node:net'
import { Controller, Get, Module } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { type FieldFault, Problem, route, type RouteRequest } from '@tessera/contract'
import { ContentionFault } from '@tessera/persistence'
import type { AccessTokenVerdict } from '@tessera/verifier'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Dpop } from '../dpop/dpop.js'
import { Nonces } from '../dpop/nonces.js'
import { TooBusy } from '../passwords/bounded-queue.js'
import { testConfiguration } from '../testing/configuration.js'
import { OpenTo } from './access.js'
import type { CallContext } from './call-context.js'
import { ApiKeyDirectory, type SessionCaller, CallerDirectory, type CallerRefusal } from './caller.js'
import { problem } from './problem-answer.js'
import { accessTokenVerification, createServer } from './server.js'
import { type Answer, Serves } from './serves.js'

const text = z.string().max(10, 'must have at most 10 characters')
const Note = z.strictObject({ text, loud: z.boolean().optional() })
const notes = {
  write: route({
    method: 'POST',
    path: '/notes/{id}',
    group: 'Operations',
    summary: 'Write',
    access: 'anyone',
    params: z.strictObject({ id: z.uuid('must be a UUID') }),
    query: z.strictObject({ limit: z.coerce.number('must be a whole number').optional() }),
    body: Note,
    responses: { 201: z.object({ text: z.string(), ip: z.string().nullable() }) },
    problems: ['email_taken'],
  }),
  optional: route({
    method: 'POST',
    path: '/optional',
    group: 'Operations',
    summary: 'All optional',
    access: 'anyone',
    body: z.strictObject({ reason: text.optional() }),
    responses: { 200: z.object({ reason: z.string() }) },
    problems: [],
  }),
  mine: route({
    method: 'GET',
    path: '/mine',
    group: 'Operations',
    summary: 'Mine',
    access: 'user',
    responses: { 200: z.object({ user: z.string() }) },
    problems: [],
  }),
  clear: route({
    method: 'DELETE',
    path: '/mine',
    group: 'Operations',
    summary: 'Clear',
    access: ['owner', 'admin'],
    responses: { 204: null },
    problems: [],
  }),
  fail: route({
    method: 'GET',
    path: '/fail/{how}',
    group: 'Operations',
    summary: 'Fail',
    access: 'anyone',
    params: z.strictObject({ how: z.string() }),
    responses: { 200: z.object({}) },
    problems: ['email_taken'],
  }),
  stream: route({
    method: 'GET',
    path: '/stream/{how}',
    group: 'Operations',
    summary: 'Stream',
    access: 'anyone',
    params: z.strictObject({ how: z.string() }),
    responses: { 200: z.object({}) },
    streams: ['text/event-stream', 'application/jsonl'],
    problems: ['email_taken'],
  }),
} as const

const faults: Record<string, () => Error> = {
  secret: () => new Error('password=hunter2 at 10.0.0.7'),
  taken: () => problem('email_taken', 'Taken.'),
  stopped: () => Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }),
  contention: () => new ContentionFault('The session was changed by others until the deadline.'),
  lock: () => Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' }),
  refused: () => new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })], 'connect'),
  pool: () => new Error('timeout exceeded when trying to connect'),
  prisma: () => Object.assign(new Error('Can’t reach database server'), { code: 'P1001' }),
  adapter: () => new Error('wrapped', { cause: { kind: 'DatabaseNotReachable' } }),
  busy: () => new TooBusy('Too many are waiting.'),
  unique: () => Object.assign(new Error('duplicate key'), { code: '23505' }),
}

@Controller()
class NotesController {
  @Serves(notes.write)
  async write({ body }: RouteRequest<typeof notes.write>, call: CallContext<typeof notes.write>): Promise<Answer<typeof notes.write>> {
    if (body.text === 'taken') return problem('email_taken', 'Taken.')
    call.note({ sessionId: 'noted' })
    return { status: 201, body: { text: body.text, ip: call.origin.ip } }
  }

  @Serves(notes.optional)
  async optional(
    { body }: RouteRequest<typeof notes.optional>,
    { signal }: CallContext<typeof notes.optional>,
  ): Promise<Answer<typeof notes.optional>> {
    if (body.reason === 'never') return new Promise(() => signal.addEventListener('abort', () => lines.push('nobody waits')))
    return { status: 200, body: { reason: body.reason ?? 'none' } }
  }

  @Serves(notes.mine)
  async mine(_: RouteRequest<typeof notes.mine>, { caller }: CallContext<typeof notes.mine>): Promise<Answer<typeof notes.mine>> {
    return { status: 200, body: { user: caller.userId } }
  }

  @Serves(notes.clear)
  async clear(): Promise<Answer<typeof notes.clear>> {
    return { status: 204, body: undefined }
  }

  @Serves(notes.fail)
  async fail({ params }: RouteRequest<typeof notes.fail>): Promise<Answer<typeof notes.fail>> {
    if (params.how === 'never') return new Promise(() => undefined)
    throw faults[params.how]?.() ?? new Error(params.how)
  }

  @Serves(notes.stream)
  async stream({ params }: RouteRequest<typeof notes.stream>): Promise<Answer<typeof notes.stream>> {
    if (params.how === 'taken') return problem('email_taken', 'Taken.')
    const file = params.how.startsWith('file')
    const pieces = piecesOf(params.how)
    return {
      status: 200,
      body: file ? { type: 'application/jsonl', pieces, file: 'notes "1"\r\n.jsonl' } : { type: 'text/event-stream', pieces },
    }
  }

  @Get('/forgotten')
  forgotten(): string {
    return 'nobody said who may call this'
  }

  @OpenTo('anyone')
  @Get('/page')
  page(): string {
    return 'page'
  }
}

/** What `/stream/{how}` is written from. */
async function* piecesOf(how: string): AsyncGenerator<string> {
  left.delete(how)
  try {
    if (how === 'never') await new Promise(() => undefined)
    if (how === 'stopped') throw faults['stopped']?.()
    if (how === 'file-empty') return
    if (how === 'file-large') for (; ; given += 1) yield 'x'.repeat(65_536)
    yield 'first\n'
    if (how === 'endless') await new Promise(() => undefined)
    // Longer than the deadline of an answer.
    await new Promise((done) => setTimeout(done, 500))
    if (how === 'file-broken') throw new Error('broken in the middle')
    yield 'sécond\n'
  } finally {
    left.add(how)
  }
}
const left = new Set<string>()
let given = 0

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

async function verify(token: string): Promise<AccessTokenVerdict> {
  return token === 'good' ? { claims: { sid: 's1', scope: 'account' } as never } : { refusal: 'wrong_signature' }
}

const { issuer, masterSecret } = testConfiguration()

@Module({
  controllers: [NotesController],
  providers: [
    { provide: CallerDirectory, useClass: Everybody },
    { provide: ApiKeyDirectory, useValue: {} },
    { provide: accessTokenVerification, useValue: verify },
    { provide: Dpop, useValue: new Dpop(issuer, new Nonces(masterSecret), Date.now, { take: async () => true }) },
  ],
})
class NotesModule {}

const id = '0199d2f5-8a6b-7c3d-9e1f-0123456789ab'
const lines: string[] = []
const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
let app: NestFastifyApplication
let base: string

beforeAll(async () => {
  const deadlines = { answer: 300, request: 300, idleConnection: 5_000, keepAlive: 5_000, drain: 300, unusedConnection: 100 }
  app = await createServer(NotesModule, testConfiguration({ trustedProxies: ['loopback'] }), log, deadlines)
  await app.listen(0, '127.0.0.1')
  base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
})
afterAll(() => app.close())
beforeEach(() => {
  caller = ada
  lines.length = 0
})

interface Refused {
  readonly status: number
  readonly code: string
  readonly fields: readonly FieldFault[]
  readonly headers: Headers
  readonly text: string
}

/** A call that must be refused: with a problem that keeps the contract. */
async function refused(path: string, init?: RequestInit): Promise<Refused> {
  const response = await fetch(base + path, init)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  const body = await response.text()
  const parsed = Problem.parse(JSON.parse(body))
  expect(parsed.status).toBe(response.status)
  expect(parsed.type).toBe(`https://auth.example.com/docs#problem-${parsed.code}`)
  return { status: response.status, code: parsed.code, fields: parsed.fields ?? [], headers: response.headers, text: body }
}

function post(
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): RequestInit {
  return { method: 'POST', body, headers }
}

/** What comes back for bytes that no HTTP client would send. */
function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(base).port), '127.0.0.1', () => socket.write(request))
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

describe('a call', () => {
  it('is answered with the route’s status and body, and is never cached', async () => {
    const response = await fetch(`${base}/notes/${id}`, post(JSON.stringify({ text: 'hello' })))
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({ text: 'hello', ip: '127.0.0.1' })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('may leave out a body in which nothing is required', async () => {
    for (const init of [{ method: 'POST' }, post(''), post('{}')]) {
      expect(await (await fetch(`${base}/optional`, init)).json()).toEqual({ reason: 'none' })
    }
  })

  it('comes from the address that a trusted proxy names', async () => {
    const from = async (forwarded: string) => {
      const init = post(JSON.stringify({ text: 'x' }), { 'content-type': 'application/json', 'x-forwarded-for': forwarded })
      return ((await (await fetch(`${base}/notes/${id}`, init)).json()) as { ip: string | null }).ip
    }
    expect(await from('198.51.100.7, 203.0.113.9')).toBe('203.0.113.9')
    expect(await from('::ffff:203.0.113.9')).toBe('203.0.113.9')
    expect(await from('198.51.100.7:80, 203.0.113.9:4711')).toBe('203.0.113.9')
    for (const written of ['2001:db8::1', '[2001:db8::1]', '[2001:db8::1]:4711']) expect(await from(written)).toBe('2001:db8::1')
    for (const none of ['203.0.113.9:', '203.0.113:80', '[203.0.113.9', 'a:80']) expect(await from(none)).toBe(null)
    expect(await from('unknown')).toBe(null)
  })

  it('that expects what nobody knows is answered as if it expected nothing', async () => {
    const expecting = (expectation: string, body: string) =>
      raw(
        `POST /optional HTTP/1.1\r\nHost: a\r\nExpect: ${expectation}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      )
    expect(await expecting('200-maybe', '{"reason":"r"}')).toMatch(
      /^HTTP\/1.1 200 [\s\S]*\r\ncache-control: no-store\r\n[\s\S]*{"reason":"r"}/,
    )
    expect(await expecting('200-maybe', '{')).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"malformed_request"/)
    expect(await expecting('100-continue', '{}')).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /)
  })

  it('that offers HTTP/2, as Java’s client does with each call over http, is answered as any other', async () => {
    const offer = 'Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\nConnection: Upgrade, HTTP2-Settings, close'
    const body = '{"reason":"r"}'
    const answer = await raw(
      `POST /optional HTTP/1.1\r\nHost: a\r\n${offer}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    expect(answer).toMatch(/^HTTP\/1.1 200 [\s\S]*{"reason":"r"}/)
  })

  it('that only asks for the headers gets them', async () => {
    const response = await fetch(`${base}/page`, { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('from a browser on any origin is allowed, without credentials', async () => {
    const headers = {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const preflight = await fetch(`${base}/optional`, { method: 'OPTIONS', headers })
    // With a length, which a 204 may not have (RFC 9110 §8.6).
    expect([preflight.status, preflight.headers.get('content-length')]).toEqual([200, '0'])
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    for (const header of ['content-type', 'last-event-id']) expect(preflight.headers.get('access-control-allow-headers')).toContain(header)
    expect(preflight.headers.get('access-control-allow-credentials')).toBe(null)
    const answer = await fetch(`${base}/optional`, { method: 'POST', headers: { origin: 'https://app.example.com' } })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after')
    const { headers: onError } = await refused('/nothing', { headers: { origin: 'https://app.example.com' } })
    expect(onError.get('access-control-allow-origin')).toBe('*')
  })
})

describe('a refusal before there is a route', () => {
  const from = (origin: string) => ({ headers: { origin } })
  const tooLong = `/fail/${'a'.repeat(600)}`
  const tooLarge = `GET /page HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`

  it('can be read by a page on any origin', async () => {
    for (const path of [tooLong, '/fail/%ff']) {
      const { headers } = await refused(path, from('https://app.example.com'))
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('access-control-expose-headers')).toContain('x-request-id')
    }
    expect(await raw(tooLarge)).toMatch(/^HTTP\/1.1 431 [\s\S]*access-control-allow-origin: \*\r\n/)
  })

  it('can be read by a page on an origin of the list, and by no other, when there is a list', async () => {
    const other = await createServer(NotesModule, testConfiguration({ corsOrigins: ['https://app.example.com'] }), log)
    await other.listen(0, '127.0.0.1')
    const url = `http://127.0.0.1:${(other.getHttpServer().address() as AddressInfo).port}`
    try {
      for (const path of ['/page', '/nothing', tooLong, '/fail/%ff']) {
        const listed = await fetch(url + path, from('https://app.example.com'))
        expect(listed.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
        const stranger = await fetch(url + path, from('https://evil.example.com'))
        expect(stranger.headers.get('access-control-allow-origin')).toBe(null)
        for (const { headers } of [listed, stranger]) expect(headers.get('vary')).toBe('Origin')
      }
    } finally {
      await other.close()
    }
  })
})

describe('bad input', () => {
  const fieldsOf = async (body: unknown, path = `/notes/${id}`) => {
    const { status, code, fields } = await refused(path, post(JSON.stringify(body)))
    expect([status, code]).toEqual([422, 'validation_failed'])
    return fields
  }

  it('is named field by field, in plain words', async () => {
    expect(await fieldsOf({})).toEqual([{ field: 'body.text', fault: 'is required' }])
    expect(await fieldsOf({ text: 7 })).toEqual([{ field: 'body.text', fault: 'must be a string' }])
    expect(await fieldsOf({ text: null })).toEqual([{ field: 'body.text', fault: 'must be a string' }])
    expect(await fieldsOf({ text: [] })).toEqual([{ field: 'body.text', fault: 'must be a string' }])
    expect(await fieldsOf({ text: 'x'.repeat(11) })).toEqual([{ field: 'body.text', fault: 'must have at most 10 characters' }])
    expect(await fieldsOf({ text: 'a', loud: 'yes' })).toEqual([{ field: 'body.loud', fault: 'must be a boolean' }])
    expect(await fieldsOf({ text: 'a', toString: 1, more: 2 })).toEqual([
      { field: 'body.toString', fault: 'is not a field of this call' },
      { field: 'body.more', fault: 'is not a field of this call' },
    ])
    expect(await fieldsOf([])).toEqual([{ field: 'body', fault: 'must be an object' }])
    expect(await fieldsOf('text')).toEqual([{ field: 'body', fault: 'must be an object' }])
  })

  it('names all parts at once', async () => {
    const fields = await fieldsOf({}, '/notes/7?limit=x&q=1')
    expect(fields.map(({ field }) => field).sort()).toEqual(['body.text', 'params.id', 'query.limit', 'query.q'])
  })

  it('with a thousand faults is answered with a few', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, 1]))
    expect((await fieldsOf(many)).length).toBeLessThanOrEqual(20)
  })

  it('may not give a query field twice, or in bytes that are not UTF-8', async () => {
    for (const search of ['limit=1&limit=2', 'limit=1&limit=2&limit=3'])
      expect(await fieldsOf({ text: 'a' }, `/notes/${id}?${search}`)).toEqual([{ field: 'query.limit', fault: 'must be given once' }])
    expect(await fieldsOf({ text: 'a' }, `/notes/${id}?limit=%ff&limit=%ff`)).toEqual([
      { field: 'query', fault: 'must be percent-encoded UTF-8' },
    ])
  })

  it('may not have more query fields than any call takes, which are not read one by one', async () => {
    const tooMany = [{ field: 'query', fault: 'must have at most 100 fields' }]
    for (const pair of ['%', 'limit=1', ''])
      expect(await fieldsOf({ text: 'a' }, `/notes/${id}?${`${pair}&`.repeat(1000)}`)).toEqual(tooMany)
  })

  it('may not have a query or a body where the route has none', async () => {
    expect(await fieldsOf({}, '/optional?x=1')).toEqual([{ field: 'query.x', fault: 'is not a field of this call' }])
    caller = { ...ada, roles: ['owner'] }
    const init = { ...post('{"a":1}', { 'content-type': 'application/json', authorization: 'Bearer good' }), method: 'DELETE' }
    expect((await refused('/mine', init)).fields).toEqual([{ field: 'body', fault: 'must be empty: this call takes no body' }])
  })

  it.each([
    ['broken JSON', '{"text":'],
    ['a forbidden prototype', '{"text":"a","__proto__":{"loud":true}}'],
    ['bytes that are not UTF-8', Uint8Array.from(Buffer.from('{"text":"\u00ff"}', 'latin1'))],
  ])('that is %s cannot be read', async (_what, body) => {
    expect(await refused(`/notes/${id}`, post(body))).toMatchObject({ status: 400, code: 'malformed_request' })
  })

  it('of a megabyte is too large, whether it says so or not', async () => {
    expect(await refused(`/notes/${id}`, post('x'.repeat(1_000_000)))).toMatchObject({ status: 413, code: 'payload_too_large' })
    const chunk = 'x'.repeat(70_000)
    const answer = await raw(
      `POST /optional HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1.1 413 [\s\S]*"code":"payload_too_large"/)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp'])(
    'as %s is not taken',
    async (type) => {
      expect(await refused('/optional', post('{}', { 'content-type': type }))).toMatchObject({
        status: 415,
        code: 'unsupported_media_type',
      })
    },
  )

  it.each(['text/plain;charset=UTF-8', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json'])(
    'that is empty is none, though it is sent as %s',
    async (type) => {
      const answer = await fetch(`${base}/optional`, post('', { 'content-type': type }))
      expect([answer.status, await answer.json()]).toEqual([200, { reason: 'none' }])
    },
  )

  it('that is empty is none in chunks, too', async () => {
    const answer = await raw('POST /optional HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 200 /)
  })

  it('in the address is refused: too long, or not UTF-8', async () => {
    expect(await refused(`/fail/${'a'.repeat(600)}`)).toMatchObject({ status: 414, code: 'uri_too_long' })
    expect(await refused('/fail/%ff')).toMatchObject({ status: 400, code: 'malformed_request' })
  })

  it('in the headers is refused: too large, or one that must be single twice', async () => {
    expect(await raw(`GET /page HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 [\s\S]*"code":"headers_too_large"/,
    )
    for (const name of ['Host', 'Authorization']) {
      const answer = await raw(`GET /page HTTP/1.1\r\nHost: a\r\n${name}: b\r\n${name}: c\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"malformed_request"/)
    }
  })

  it('without a Host is refused, in HTTP/1.1 alone', async () => {
    const answer = await raw('GET /page HTTP/1.1\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 400 [\s\S]*\r\ncache-control: no-store\r\n[\s\S]*"code":"malformed_request"/)
    for (const good of ['1.0', '1.1\r\nHost:'])
      expect(await raw(`GET /page HTTP/${good}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 200 /)
  })

  it('with a Host that is none is refused (RFC 9112 §3.2)', async () => {
    const asked = (host: string) => raw(`GET /page HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    for (const bad of ['a b', 'a/b', 'me@a', 'a, b', 'a:b', 'a:1:2', '[::1', 'a?b', '%zz', 'http://a'])
      expect(await asked(bad), bad).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"malformed_request"/)
    for (const good of ['a', 'a:', 'a_b.example:8080', '127.0.0.1:80', '[::1]:443', '[::ffff:127.0.0.1]', 'xn--a.example.', 'a%20b'])
      expect(await asked(good), good).toMatch(/^HTTP\/1.1 200 /)
  })

  it('without a Host is refused in the words of a format, on its address', async () => {
    const answer = await raw('POST /auth/refresh-token HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 400 [\s\S]*\r\ncache-control: no-store\r\n[\s\S]*"statusCode":400/)
  })

  it('that is no HTTP is refused', async () => {
    expect(await raw('hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"malformed_request"/)
  })

  it('that never ends times out', async () => {
    const started = 'POST /optional HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{'
    expect(await raw(started)).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request_timeout"/)
    expect(await raw('GET /page HTTP/1.1\r\nHost: a\r\n')).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request_timeout"/)
  })
})

describe('an address', () => {
  it('that does not exist is 404', async () => {
    expect(await refused('/nothing')).toMatchObject({ status: 404, code: 'not_found' })
    expect(await refused('/mine/')).toMatchObject({ status: 404 })
  })

  it('under another method is 405, with the methods it has', async () => {
    const { status, headers } = await refused('/mine?x=1', { method: 'PUT' })
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, DELETE'])
    expect((await refused(`/notes/${id}`)).headers.get('allow')).toBe('POST')
  })

  it.each(['/mine', '/%6Dine', '/min%65?x', 'http://a/mine', 'HTTP://a/%6dine', '/mine#x'])(
    'may be spelled %s: it leads to the same',
    async (target) => {
      const asked = (method: string) => raw(`${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
      expect(await asked('GET')).toMatch(/^HTTP\/1.1 401 /)
      expect(await asked('PUT')).toMatch(/^HTTP\/1.1 405 [\s\S]*\r\nallow: GET, HEAD, DELETE\r\n/)
    },
  )

  it.each(['//mine', '/mine;x=1', '/Mine', '/%256Dine', '/notes%2Fa', '/mine%2F'])('is another when it is spelled %s', async (target) => {
    for (const method of ['GET', 'POST', 'PUT']) {
      expect(await raw(`${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 404 /)
    }
  })
})

describe('access', () => {
  const bearing = (authorization: string) => ({ headers: { authorization } })

  it('is denied to a handler about which nobody said anything', async () => {
    expect(await refused('/forgotten', bearing('Bearer good'))).toMatchObject({ status: 404, code: 'not_found' })
    expect((await fetch(`${base}/page`)).status).toBe(200)
  })

  it('needs a token where the route does, and says how one is shown (RFC 6750, RFC 9449)', async () => {
    const { status, code, headers } = await refused('/mine')
    expect([status, code, headers.get('www-authenticate')]).toEqual([
      401,
      'invalid_access_token',
      'Bearer realm="tessera", DPoP realm="tessera", algs="ES256 ES384 PS256 RS256 EdDSA Ed25519"',
    ])
  })

  it.each(['Bearer bad', 'Bearer', 'Bearer good good', 'Bearer gööd'.normalize('NFC'), 'DPoP good good'])(
    'is refused with "%s", which is wrong under that scheme',
    async (authorization) => {
      const { status, code, headers } = await refused('/mine', bearing(authorization))
      expect([status, code]).toEqual([401, 'invalid_access_token'])
      const [scheme] = authorization.split(' ')
      expect(headers.get('www-authenticate')).toContain(`${scheme} realm="tessera", error="invalid_token"`)
    },
  )

  it.each(['Basic good', 'good', 'Bearergood'])('is asked for with "%s", where nobody tried to show a token', async (authorization) => {
    const { status, code, headers } = await refused('/mine', bearing(authorization))
    expect([status, code]).toEqual([401, 'invalid_access_token'])
    expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="tessera", DPoP /)
    expect(headers.get('www-authenticate')).not.toContain('error')
  })

  it('is given to a live caller, however the scheme is spelled', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      expect(await (await fetch(`${base}/mine`, bearing(`${scheme} good`))).json()).toEqual({ user: 'ada' })
    }
  })

  it('ends with the session, and says why', async () => {
    caller = { refusal: 'session_ended', reason: 'revoked_by_admin' }
    expect(JSON.parse((await refused('/mine', bearing('Bearer good'))).text)).toMatchObject({
      status: 401,
      code: 'session_ended',
      reason: 'revoked_by_admin',
    })
    caller = { refusal: 'session_expired' }
    expect(await refused('/mine', bearing('Bearer good'))).toMatchObject({ status: 401, code: 'session_expired' })
    caller = { refusal: 'access_token_expired' }
    expect(await refused('/mine', bearing('Bearer good'))).toMatchObject({ status: 401, code: 'invalid_access_token' })
    caller = { refusal: 'user_disabled' }
    expect(await refused('/mine', bearing('Bearer good'))).toMatchObject({ status: 401, code: 'invalid_access_token' })
  })

  it('by role goes to who has one of them, and names them to who has not', async () => {
    const init = { method: 'DELETE', ...bearing('Bearer good') }
    const { status, code, text } = await refused('/mine', init)
    expect([status, code]).toEqual([403, 'forbidden'])
    expect(text).toContain('owner or admin')
    caller = { ...ada, roles: ['admin'] }
    expect((await fetch(`${base}/mine`, init)).status).toBe(204)
  })

  it('is judged before the input: strangers learn nothing of it', async () => {
    expect(await refused('/mine?x=1')).toMatchObject({ status: 401 })
  })
})

describe('a fault', () => {
  it('of ours is 500 with an id, under which the log has it, and says nothing else', async () => {
    const { status, code, text, headers } = await refused('/fail/secret')
    expect([status, code]).toEqual([500, 'internal_error'])
    expect(text).not.toContain('hunter2')
    const requestId = headers.get('x-request-id')
    expect(text).toContain(requestId)
    expect(lines.find((line) => line.includes('hunter2'))).toContain(requestId)
  })

  it('that a handler answers or throws as a problem is that problem', async () => {
    expect(await refused('/fail/taken')).toMatchObject({ status: 409, code: 'email_taken' })
    expect(await refused(`/notes/${id}`, post('{"text":"taken"}'))).toMatchObject({ status: 409, code: 'email_taken' })
  })

  it.each(['stopped', 'contention', 'lock', 'refused', 'pool', 'prisma', 'adapter'])(
    'of the database (%s) is 503: come again',
    async (how) => {
      const { status, code, headers } = await refused(`/fail/${how}`)
      expect([status, code]).toEqual([503, 'unavailable'])
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    },
  )

  it('that the database has with a statement is not "come again"', async () => {
    expect(await refused('/fail/unique')).toMatchObject({ status: 500 })
  })

  it('of too much to do is 503, with a longer pause, and no stack in the log for each of a flood', async () => {
    const { status, code, headers } = await refused('/fail/busy')
    expect([status, code, headers.get('retry-after')]).toEqual([503, 'unavailable', '2'])
    expect(lines.join()).not.toContain('TooBusy')
  })

  it('of taking too long is 503 at the deadline', async () => {
    const { status, headers } = await refused('/fail/never')
    expect([status, headers.get('retry-after')]).toEqual([503, '1'])
  })

  it('of taking too long is 503 also where the call had a body, and only then does nobody wait', async () => {
    const headers = { 'content-type': 'application/json' }
    const calling = fetch(`${base}/optional`, { method: 'POST', headers, body: '{"reason":"never"}' })
    expect(lines).not.toContain('nobody waits')
    expect((await calling).status).toBe(503)
    await expect.poll(() => lines).toContain('nobody waits')
  })
})

describe('a stream', () => {
  const lineOf = (text: string) => lines.find((line) => line.includes(text))

  it('is written piece by piece, and may take longer than any other answer', async () => {
    const response = await fetch(`${base}/stream/slow`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    expect(response.headers.get('content-disposition')).toBe(null)
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe('first\n')
    expect((await reader.read()).value).toBe('sécond\n')
    expect((await reader.read()).done).toBe(true)
    await expect.poll(() => lineOf('/stream/:how')).toBeDefined()
    expect(JSON.parse(lineOf('/stream/:how')!)).toMatchObject({ status: 200 })
    expect(JSON.parse(lineOf('/stream/:how')!).ms).toBeGreaterThan(450)
  })

  it('that is saved has a name that can be no path and no header', async () => {
    const response = await fetch(`${base}/stream/file`)
    expect(response.headers.get('content-type')).toBe('application/jsonl; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="notes__1___.jsonl"')
    expect(await response.text()).toBe('first\nsécond\n')
  })

  it('may have nothing in it', async () => {
    const response = await fetch(`${base}/stream/file-empty`)
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('is not begun for whoever wants the headers alone', async () => {
    const response = await fetch(`${base}/stream/endless`, { method: 'HEAD' })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  })

  it('is a problem as long as nothing was sent', async () => {
    expect(await refused('/stream/taken')).toMatchObject({ status: 409, code: 'email_taken' })
    expect(await refused('/stream/stopped')).toMatchObject({ status: 503, code: 'unavailable' })
    expect(await refused('/stream/never')).toMatchObject({ status: 503, code: 'unavailable' })
    await expect.poll(() => left.has('stopped')).toBe(true)
  })

  it('breaks the connection when it fails later, so that nobody takes half a file for a whole one', async () => {
    const response = await fetch(`${base}/stream/file-broken`)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
    await expect.poll(() => lineOf('broken in the middle')).toContain(response.headers.get('x-request-id'))
    await expect.poll(() => lineOf('/stream/:how')).toBeDefined()
  })

  it('is written no faster than it is read, and ends when its reader goes away', async () => {
    given = 0
    const away = new AbortController()
    const response = await fetch(`${base}/stream/file-large`, { signal: away.signal })
    await response.body!.getReader().read()
    let before = -1
    await expect.poll(() => before === (before = given), { interval: 100 }).toBe(true)
    expect(given).toBeLessThan(1_000)
    away.abort()
    await expect.poll(() => left.has('file-large')).toBe(true)
    await expect.poll(() => lineOf('/stream/:how')).toBeDefined()
  })
})

describe('closing', () => {
  it('ends streams of events at once, and lets a file be finished', async () => {
    const deadlines = { answer: 300, request: 60_000, idleConnection: 60_000, keepAlive: 60_000, drain: 60_000, unusedConnection: 100 }
    const other = await createServer(NotesModule, testConfiguration(), log, deadlines)
    await other.listen(0, '127.0.0.1')
    const url = `http://127.0.0.1:${(other.getHttpServer().address() as AddressInfo).port}`
    const [events, file] = await Promise.all([fetch(`${url}/stream/endless`), fetch(`${url}/stream/file`)])
    const closed = other.close()
    expect(await Promise.all([events.text(), file.text()])).toEqual(['first\n', 'first\nsécond\n'])
    await closed
  })

  /** A server, and a connection to it on which nothing was asked yet. */
  const openedAhead = async ({ drain = 60_000, unusedConnection = 60_000 }) => {
    const deadlines = { answer: 300, request: 60_000, idleConnection: 60_000, keepAlive: 60_000, drain, unusedConnection }
    const server = await createServer(NotesModule, testConfiguration(), log, deadlines)
    await server.listen(0, '127.0.0.1')
    const socket = connect((server.getHttpServer().address() as AddressInfo).port, '127.0.0.1')
    await expect.poll(() => new Promise((done) => server.getHttpServer().getConnections((_fault, count) => done(count)))).toBe(1)
    return { server, socket, ended: new Promise((done) => socket.on('close', done)) }
  }

  it('does not wait for connections on which nobody asks anything', async () => {
    const { server, ended } = await openedAhead({ unusedConnection: 100 })
    await server.close()
    await ended
  })

  it('cuts off what nobody reads', async () => {
    const { server, socket, ended } = await openedAhead({ drain: 300 })
    socket.write('GET /stream/file-large HTTP/1.1\r\nHost: a\r\n\r\n')
    await new Promise((done) => socket.once('readable', done))
    await server.close()
    socket.resume()
    await ended
  })

  it('says with the answer to what was asked before that the connection ends', async () => {
    const { server, socket, ended } = await openedAhead({})
    let answer = ''
    socket.on('data', (piece) => (answer += piece.toString()))
    const asked = new Promise((done) => server.getHttpServer().once('request', done))
    socket.write('POST /optional HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{"reason":"never"}')
    await asked
    await Promise.all([server.close(), ended])
    expect(answer).toMatch(/^HTTP\/1.1 503 [^]*^connection: close\r$/im)
  })

  it('answers what comes on a connection that was opened ahead', async () => {
    const { server, socket, ended } = await openedAhead({})
    let answer = ''
    socket.on('data', (piece) => (answer += piece.toString()))
    const closed = server.close()
    await expect.poll(() => server.getHttpServer().listening).toBe(false)
    socket.write('GET /page HTTP/1.1\r\nHost: a\r\n\r\n')
    await Promise.all([closed, ended])
    expect(answer).toMatch(/^HTTP\/1.1 200 [^]*^connection: close\r$/im)
  })
})

describe('the request log', () => {
  it('has a line per answer with the pattern and the ids, and nothing that was sent', async () => {
    await fetch(`${base}/notes/${id}?limit=12345`, post('{"text":"a secret"}'))
    await fetch(`${base}/mine`, { headers: { authorization: 'Bearer good', 'x-secret': 'secret' } })
    await expect.poll(() => lines.length).toBe(2)
    const [write, mine] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(write).toMatchObject({ method: 'POST', route: '/notes/:id', status: 201, sessionId: 'noted' })
    expect(mine).toMatchObject({ method: 'GET', route: '/mine', status: 200, userId: 'ada', sessionId: 's1' })
    expect(typeof write?.['ms']).toBe('number')
    for (const line of lines) for (const word of ['secret', '12345', id, 'good']) expect(line).not.toContain(word)
  })
})
