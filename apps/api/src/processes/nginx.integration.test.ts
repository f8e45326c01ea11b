import { createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type RevocationPage, routes } from '@tessera/contract'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootstrap, type Running } from '../bootstrap.js'
import { testConfiguration } from '../testing/configuration.js'
import { configurationIn, freePort, Neighbour, programNamed, write } from '../testing/neighbours.js'

const program = programNamed('nginx')
const title = `replicas behind nginx${program ? '' : ' (skipped: there is no nginx here)'}`
const firstOwner = { email: 'owner@example.com', password: 'tall ships sail' }
const masterSecret = createSecretKey(Buffer.alloc(32, 1))

interface Login {
  readonly session_id: string
  readonly access_token: string
  readonly refresh_token: string
}

describe.skipIf(!program)(title, () => {
  let test: TestDatabase
  let nginx: Neighbour
  let url: string
  let logs: readonly [access: string, error: string]
  const replicas: Running[] = []
  const answered: string[][] = [[], []]
  const start = (lines: string[], port?: number): Promise<Running> => {
    const log = pino({}, { write: (line: string) => void lines.push((JSON.parse(line) as { route?: string }).route ?? '') })
    const given = {
      databaseUrl: test.url,
      firstOwner,
      masterSecret,
      rateLimits: false,
      trustedProxies: ['loopback'],
      issuer: 'http://localhost',
      ...(port !== undefined && { port }),
    }
    return bootstrap(testConfiguration(given), log)
  }
  beforeAll(async () => {
    test = await testDatabase()
    for (const lines of answered) replicas.push(await start(lines))
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    nginx = await Neighbour.start(program!, port, (folder) => {
      logs = [`${folder}/access.log`, `${folder}/error.log`]
      return ['-c', write(`${folder}/nginx.conf`, configuration(folder, port, replicas, logs)), '-e', 'stderr']
    })
  })
  afterAll(async () => {
    await nginx?.close()
    for (const replica of replicas) await replica.close()
    await test?.drop()
  })
  const post = async (path: string, body: object, headers: object = {}): Promise<Response> =>
    fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
  const logIn = async (headers: object = {}) => (await (await post(routes.logIn.path, firstOwner, headers)).json()) as Login
  const refresh = async (refresh_token: string) => {
    const response = await post(routes.refresh.path, { refresh_token })
    expect(response.status).toBe(200)
    return ((await response.json()) as Login).refresh_token
  }

  it('serve one session in turn', async () => {
    let { refresh_token } = await logIn()
    for (let turn = 0; turn < 8; turn++) refresh_token = await refresh(refresh_token)
    for (const routesOf of answered) expect(routesOf).toContain(routes.refresh.path)
  })

  it('see the address that nginx saw, and not the one that a client says', async () => {
    const login = await logIn({ 'x-forwarded-for': '203.0.113.9' })
    const response = await fetch(`${url}${routes.readSession.path.replace('{id}', login.session_id)}`, {
      headers: { authorization: `Bearer ${login.access_token}` },
    })
    expect(await response.json()).toMatchObject({ ip: '127.0.0.1' })
  })

  it('stream: what one revokes comes at once through nginx from the other', async () => {
    const [owner, other] = [await logIn(), await logIn()]
    const headers = { authorization: `Bearer ${owner.access_token}` }
    const ending = new AbortController()
    const stream = await fetch(`${url}${routes.followRevocations.path}`, { headers, signal: ending.signal })
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    const seen = untilSeen(stream, other.session_id)
    expect((await post(routes.revokeSession.path.replace('{id}', other.session_id), {}, headers)).status).toBe(200)
    await seen
    ending.abort()
  })

  it('keep the metrics inside', async () => {
    expect((await fetch(`${url}/metrics`)).status).toBe(404)
  })

  it('have nothing of a query in the logs before them, also where one of them is away', async () => {
    const [away] = replicas.splice(0, 1) as [Running]
    await away.close()
    const secrets = { refresh_token: 'tessera_rt_secret', password: 'tall-ships-sail' }
    const ask = async (path: string) => {
      for (let turn = 0; turn < 4; turn++) await post(`${path}?${new URLSearchParams(secrets).toString()}`, {}, { 'x-api-key': 'none' })
    }
    for (const path of ['/auth/token', '/auth/token/', '/auth/token/refresh', '/auth/token/refresh/']) await ask(path)
    await fetch(`${url}/health/live`)
    replicas.unshift(await start(answered[0]!, Number(new URL(away.url).port)))
    const [access, error] = logs.map((path) => readFileSync(path, 'utf8')) as [string, string]
    expect(access).toContain('"POST /auth/token/refresh" ')
    for (const secret of Object.values(secrets)) expect(access + error).not.toContain(secret)
  })

  it('restart one by one, once nginx asks the first again, and nobody who refreshes notices', async () => {
    const sessions = await Promise.all(Array.from({ length: 8 }, () => logIn()))
    let isOver = false
    const users = sessions.map(async ({ refresh_token }) => {
      let token = refresh_token
      while (!isOver) token = await refresh(token)
      return refresh(token)
    })
    const [first, other] = replicas.splice(0) as [Running, Running]
    await first.close()
    const routesOfFirst: string[] = []
    replicas.push(await start(routesOfFirst, Number(new URL(first.url).port)))
    await expect.poll(() => routesOfFirst, { timeout: 10_000 }).toContain(routes.refresh.path)
    await other.close()
    isOver = true
    await Promise.all(users)
  })
})

/** Reads a stream until an event names the session. */
async function untilSeen(response: Response, sessionId: string): Promise<void> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    const pages = [...text.matchAll(/^data: (.*)$/gm)].flatMap(([, data = '']) => parsed(data))
    if (pages.some(({ items }) => items.some(({ subject }) => subject === sessionId))) return
  }
  throw new Error('the stream ended before')
}

function parsed(data: string): readonly RevocationPage[] {
  try {
    return [JSON.parse(data) as RevocationPage]
  } catch {
    return [] // Half of it has not come yet.
  }
}

/** The guide's, in what nginx needs around it to run in a folder of its own. */
function configuration(folder: string, port: number, replicas: readonly Running[], [access, error]: readonly [string, string]): string {
  const [one, other] = replicas.map((replica) => new URL(replica.url).host)
  const replaced = {
    ...{ '127.0.0.1:3333': one ?? '', '127.0.0.1:3334': other ?? '', '127.0.0.1:8080': `127.0.0.1:${port}` },
    '/var/log/nginx/tessera.log': access,
  }
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')
  return `daemon off; pid ${folder}/nginx.pid; error_log ${error}; events {}
http { ${folders} ${configurationIn('nginx', replaced)} }`
}
