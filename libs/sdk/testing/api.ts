import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type EndReason, problems, type ProblemCode } from '@tessera/contract'
import { onTestFinished } from 'vitest'

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What happens to one request instead of the ordinary: an answer, or none. */
export type Mishap =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body: string }
  /** The server does its work, and the connection breaks before the answer is through. */
  | 'answer lost'
  | 'connection broken'
  | 'never answered'

interface Line {
  generation: number
  end: EndReason | 'expired' | null
}

export const ada = {
  id: '01940000-0000-7000-8000-00000000000a',
  email: 'ada@example.com',
  name: 'Ada',
  roles: [],
  company_id: 1,
  email_verified: true,
  created_at: '2026-11-20T12:00:00.000Z',
}

/** The same, as `/v1/me` answers it. */
export const adasAccount = { ...ada, second_factor: false, second_factor_required: false }

/**
 * A small API on a real socket: sessions with the rotation rules (the retry window never ends here; older tokens are reuse), and
 * `/resource`, which wants a live access token and answers with what it was sent.
 */
export async function startApi({ accessTokenLifetime = 900 } = {}) {
  const seen: Seen[] = []
  const lines = new Map<string, Line>()
  const liveAccessTokens = new Set<string>()
  const mishaps = new Map<string, Mishap[]>()
  const gates = new Map<string, Promise<void>>()
  let issued = 0

  const tokens = (sid: string, generation: number) => {
    const access_token = `access-${++issued}`
    liveAccessTokens.add(access_token)
    return {
      access_token,
      token_type: 'Bearer',
      expires_in: accessTokenLifetime,
      refresh_token: `${sid}.${generation}`,
      refresh_token_expires_in: 1_209_600,
      scope: '',
      session_id: sid,
    }
  }

  const refresh = (presented: string): Answer => {
    const [sid = '', number] = presented.split('.')
    const generation = Number(number)
    const line = lines.get(sid)
    if (!line) return problem('invalid_refresh_token')
    if (line.end === null && generation < line.generation) line.end = 'reuse_detected'
    if (line.end === 'expired') return problem('session_expired')
    if (line.end !== null) return problem('session_ended', { reason: line.end })
    line.generation = generation
    return { status: 200, body: tokens(sid, generation + 1) }
  }

  const answer = ({ method, path, headers, body }: Seen): Answer => {
    switch (`${method} ${path}`) {
      case 'POST /v1/sessions': {
        if (JSON.parse(body).password !== 'correct horse') return problem('invalid_credentials')
        const sid = `01940000-0000-7000-8000-${String(lines.size + 1).padStart(12, '0')}`
        lines.set(sid, { generation: 0, end: null })
        return { status: 201, body: { ...tokens(sid, 1), user: ada } }
      }
      case 'POST /v1/sessions/refresh':
        return refresh(JSON.parse(body).refresh_token)
      case 'POST /v1/sessions/logout': {
        const line = lines.get(JSON.parse(body).refresh_token.split('.')[0])
        if (line) line.end ??= 'logout'
        return { status: 204 }
      }
      default: {
        const token = headers.authorization?.replace(/^(Bearer|DPoP) /, '')
        if (token === undefined || !liveAccessTokens.has(token)) return problem('invalid_access_token')
        return path === '/v1/me' ? { status: 200, body: adasAccount } : { status: 200, body: { method, body, token } }
      }
    }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const one = { method: request.method ?? '', path: pathname, headers: request.headers, body: Buffer.concat(chunks).toString() }
    seen.push(one)
    await gates.get(pathname)
    const mishap = mishaps.get(pathname)?.shift()
    if (mishap === 'never answered') return
    if (mishap === 'connection broken') return void request.socket.destroy()
    if (typeof mishap === 'object') return void response.writeHead(mishap.status, mishap.headers).end(mishap.body)
    const made = answer(one)
    if (mishap === 'answer lost') return void request.socket.destroy()
    send(response, made)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    /** The refresh tokens presented so far. */
    presented: () => seen.filter(({ path }) => path === '/v1/sessions/refresh').map(({ body }) => JSON.parse(body).refresh_token as string),
    sentTo: (path: string) => seen.filter((one) => one.path === path),
    /** Lets these happen to the next requests to a path, one each. */
    befall: (path: string, ...what: Mishap[]) => void mishaps.set(path, what),
    /** Holds the answers of a path until the returned function is called. */
    hold(path: string): () => void {
      let release!: () => void
      gates.set(path, new Promise((done) => (release = done)))
      return () => {
        gates.delete(path)
        release()
      }
    },
    endAll: (reason: Line['end']) => lines.forEach((line) => (line.end ??= reason)),
    ends: () => [...lines.values()].map(({ end }) => end),
    forgetAll: () => lines.clear(),
    /** A resource server refuses every access token that is out. */
    refuseAccessTokens: () => liveAccessTokens.clear(),
    stop: () => new Promise<void>((stopped) => (server.close(() => stopped()), server.closeAllConnections())),
  }
}

interface Answer {
  readonly status: number
  readonly body?: unknown
}

export function problem(code: ProblemCode, more: object = {}): Answer {
  return {
    status: problems[code].status,
    body: { type: `https://tessera.example/problems/${code}`, ...problems[code], detail: 'Because.', code, ...more },
  }
}

/** The same as a mishap. */
export function problemMishap(code: ProblemCode, headers: Record<string, string> = {}) {
  const { status, body } = problem(code)
  return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body: JSON.stringify(body) } satisfies Mishap
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(status, { 'content-type': type }).end(body === undefined ? undefined : JSON.stringify(body))
}
