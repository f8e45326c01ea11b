import { type LoginResponse, routes, type TokenResponse } from '@tessera/contract'
import { type Database, openDatabase } from '@tessera/persistence'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import { type KeyHolder, keyHolder } from '@tessera/verifier/testing'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { testConfiguration } from '../testing/configuration.js'
import { Nonces } from './nonces.js'

const issuer = 'http://localhost'
const user = { email: 'owner@example.com', password: 'tall ships sail' }
const tokenPath = '/oauth/token'
let test: TestDatabase
let database: Database
/** Two processes, as far as proofs go: each remembers what it has taken for itself. */
let one: Running
let other: Running
const lines: string[] = []

beforeAll(async () => {
  test = await testDatabase()
  const configuration = testConfiguration({ databaseUrl: test.url, firstOwner: user, rateLimits: false, issuer })
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  one = await bootstrap(configuration, log)
  other = await bootstrap(configuration, log)
  database = openDatabase({ url: test.url, poolSize: 1 })
})
afterAll(async () => {
  await database.close()
  await one.close()
  await other.close()
  await test.drop()
})

interface Answer {
  readonly status: number
  /** The problem's code, or the error of RFC 6749. */
  readonly error: string | undefined
  readonly nonce: string
  readonly body: LoginResponse & TokenResponse
}

interface Sent {
  readonly path: string
  readonly body: Readonly<Record<string, string>>
  readonly proof?: string
  readonly authorization?: string
}

async function send(to: Running, { path, body, proof, authorization }: Sent): Promise<Answer> {
  const isForm = path === tokenPath
  const response = await fetch(to.url + path, {
    method: 'POST',
    headers: {
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      ...(proof !== undefined && { dpop: proof }),
      ...(authorization !== undefined && { authorization }),
    },
    body: isForm ? new URLSearchParams(body) : JSON.stringify(body),
  })
  const answered = (await response.json()) as Answer['body'] & { code?: string; error?: string }
  const { code, error } = answered
  return { status: response.status, error: code ?? error, nonce: response.headers.get('dpop-nonce') ?? '', body: answered }
}

const outcome = ({ status, error }: Answer) => [status, error]

/** A client as the libraries make them: it keeps the newest nonce, and sends a request that is challenged once more. */
function clientOf(holder: KeyHolder, isFirst = '') {
  const client = {
    nonce: isFirst,
    challenges: 0,
    prove: (path: string) => holder.prove({ method: 'POST', url: issuer + path, nonce: client.nonce }),
    async send(to: Running, what: Omit<Sent, 'proof'>): Promise<Answer> {
      const ask = async () => send(to, { ...what, proof: await client.prove(what.path) })
      let answer = await ask()
      client.nonce = answer.nonce
      if (answer.error !== 'use_dpop_nonce') return answer
      client.challenges++
      answer = await ask()
      client.nonce = answer.nonce
      return answer
    },
  }
  return client
}

type Client = ReturnType<typeof clientOf>

async function logIn(client: Client): Promise<LoginResponse> {
  const { status, body } = await client.send(one, { path: routes.logIn.path, body: user })
  expect([status, body.token_type]).toEqual([201, 'DPoP'])
  client.challenges = 0
  return body
}

/** As if the session’s last hand-out had been a minute ago, its retry window over long since. */
async function aMinutePasses(sessionId: string): Promise<void> {
  const earlier = `started_at = started_at - interval '60 s', issued_at = issued_at - interval '60 s'`
  const { rowCount } = await database.pool.query(`UPDATE sessions SET ${earlier} WHERE id = $1`, [sessionId])
  expect(rowCount).toBe(1)
}

const stored = async (sessionId: string) =>
  (await database.pool.query(`SELECT generation::int, branch, revoked_reason FROM sessions WHERE id = $1`, [sessionId])).rows[0] as object

describe.each([
  { path: routes.refresh.path, unauthorized: 401, said: (refresh_token: string) => ({ refresh_token }) },
  {
    path: tokenPath,
    unauthorized: 400,
    said: (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token, client_id: 'tessera' }),
  },
])('at $path', ({ path, unauthorized, said }) => {
  const challenge = [unauthorized, 'use_dpop_nonce']
  let client: Client
  let login: LoginResponse
  beforeEach(async () => {
    client = clientOf(await keyHolder())
    login = await logIn(client)
  })

  /** Somebody without the key holds the client's requests back, and uses their proofs: for the token beside them, then for what that earned. */
  async function twoTokensInARow(): Promise<readonly Answer[]> {
    const [held, unused] = [await client.prove(path), await client.prove(path)]
    const first = await send(one, { path, body: said(login.refresh_token), proof: held })
    const { refresh_token } = first.body
    const second = await Promise.all(
      [held, unused].flatMap((proof) => [one, other].map((to) => send(to, { path, body: said(refresh_token), proof }))),
    )
    return [first, ...second]
  }

  it('who holds a proof back can use it for one token only, at any replica, and the client ends nothing with the one it has', async () => {
    const ok = [200, undefined]
    expect((await twoTokensInARow()).map(outcome)).toEqual([ok, challenge, challenge, challenge, challenge])
    expect(await stored(login.session_id)).toEqual({ generation: 1, branch: 0, revoked_reason: null })
    await aMinutePasses(login.session_id)
    const late = await client.send(one, { path, body: said(login.refresh_token) })
    expect(outcome(late)).toEqual(ok)
    expect(outcome(await client.send(other, { path, body: said(late.body.refresh_token) }))).toEqual(ok)
  })

  it('if a proof were good beside any token, the client would end its own session with the one it has', async () => {
    const { timeOf } = Nonces.prototype
    const untied = vi.spyOn(Nonces.prototype, 'timeOf').mockImplementation(function (this: Nonces, nonce, now) {
      return timeOf.call(this, nonce, now)
    })
    try {
      expect((await twoTokensInARow()).map(({ status }) => status)).toContain(200)
      expect(await stored(login.session_id)).toMatchObject({ generation: 2 })
      await aMinutePasses(login.session_id)
      expect((await client.send(one, { path, body: said(login.refresh_token) })).status).toBe(unauthorized)
      expect(await stored(login.session_id)).toMatchObject({ revoked_reason: 'reuse_detected' })
    } finally {
      untied.mockRestore()
    }
  })

  it('a client that refreshes in a row is never challenged, at whichever replica', async () => {
    let { refresh_token } = login
    for (const replica of [one, other, one]) {
      const answer = await client.send(replica, { path, body: said(refresh_token) })
      expect(answer.status).toBe(200)
      refresh_token = answer.body.refresh_token
    }
    expect(client.challenges).toBe(0)
  })

  it('a client whose answer was lost sends the same token with a new proof, and is not challenged', async () => {
    const lost = await send(one, { path, body: said(login.refresh_token), proof: await client.prove(path) })
    const retried = await client.send(other, { path, body: said(login.refresh_token) })
    expect([retried.status, retried.body.refresh_token, client.challenges]).toEqual([200, lost.body.refresh_token, 0])
  })

  it('tabs with one token and one nonce all get its successor', async () => {
    const proofs = await Promise.all([1, 2, 3, 4].map(() => client.prove(path)))
    const answers = await Promise.all(
      proofs.map((proof, tab) => send(tab % 2 === 0 ? one : other, { path, body: said(login.refresh_token), proof })),
    )
    expect(answers.map(outcome)).toEqual(proofs.map(() => [200, undefined]))
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1)
  })

  it('a client with a nonce from elsewhere is challenged once, with one for its token', async () => {
    client.nonce = (await send(one, { path: routes.createUser.path, body: {}, proof: 'any' })).nonce
    expect((await client.send(other, { path, body: said(login.refresh_token) })).status).toBe(200)
    expect(client.challenges).toBe(1)
  })

  it('a proof that nobody asked for is held to the same, and the tokens stay unbound', async () => {
    const unbound = (await send(one, { path: routes.logIn.path, body: user })).body
    const answer = await client.send(one, { path, body: said(unbound.refresh_token) })
    expect([answer.status, answer.body.token_type, client.challenges]).toEqual([200, 'Bearer', 1])
    const next = await client.send(other, { path, body: said(answer.body.refresh_token) })
    expect([next.status, client.challenges]).toEqual([200, 1])
  })

  it('a garbled token is refused for what it is', async () => {
    const { status, error } = await client.send(one, { path, body: said('garbled') })
    expect([status, error]).toEqual(path === tokenPath ? [400, 'invalid_grant'] : [401, 'invalid_refresh_token'])
  })
})

it('a nonce for a refresh token serves wherever none is shown: to log in again, and to get a token for a client', async () => {
  const client = clientOf(await keyHolder())
  await logIn(client)
  await logIn(client)
  const { access_token } = (await send(one, { path: routes.logIn.path, body: user })).body
  const created = await send(one, {
    path: routes.createClient.path,
    body: { name: 'Server', confidential: true, grants: ['client_credentials'] } as never,
    authorization: `Bearer ${access_token}`,
  })
  const { client_id, client_secret } = created.body as unknown as { client_id: string; client_secret: string }
  const granted = await client.send(other, { path: tokenPath, body: { grant_type: 'client_credentials', client_id, client_secret } })
  expect([granted.status, granted.body.token_type, client.challenges]).toEqual([200, 'DPoP', 0])
})

it('no line of the log has a refresh token or a nonce', async () => {
  const client = clientOf(await keyHolder())
  const { refresh_token } = await logIn(client)
  const { nonce } = client
  lines.length = 0
  await client.send(one, { path: routes.refresh.path, body: { refresh_token } })
  await expect.poll(() => lines.length).toBeGreaterThan(0)
  for (const secret of [refresh_token, nonce, client.nonce]) expect(lines.join('\n')).not.toContain(secret)
})
