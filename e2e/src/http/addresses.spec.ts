import { connect } from 'node:net'
import { Problem, type Route, routes } from '@tessera/contract'
import { createPerson, logIn } from './people.js'
import { expect, test } from './test.js'

const origin = 'https://app.example.com'
const id = '0199d2f5-8a6b-7c3d-9e1f-0123456789ab'
const all = Object.values<Route>(routes)
const paths = [...new Set(all.map(({ path }) => path))]

/** The addresses of a route. Some are two routes': `/v1/me/sessions/revoke-others` is also a session's, of an id that is none. */
const addressed = ({ path }: Route) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`)

for (const path of paths) {
  test(`${path} takes the methods of the contract, and names them to who comes with another`, async ({ api }) => {
    const served = all.filter((route) => addressed(route).test(path))
    const allowed = [...new Set(served.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))]
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((name) => !allowed.includes(name))) {
      const refusal = await api.refuses({ ...routes.live, path, method } as Route, { params: { id } })
      expect(refusal, method).toMatchObject({ status: 405, code: 'method_not_allowed' })
      expect(refusal.headers.get('allow')?.split(', ').sort(), method).toEqual([...allowed].sort())
    }
  })
}

test('an address that nobody serves is a 404, with or without a token', async ({ api, owner }) => {
  const nowhere = ['/v1', '/v1/nothing', '/v1/admin', '/v2/sessions', '/v1/sessions/', '//v1/me', '/v1/me/sessions/x/y', '/V1/me', '/.env']
  for (const path of nowhere as `/${string}`[]) {
    for (const caller of [api, owner]) {
      expect(await caller.refuses({ ...routes.live, path }, {}), path).toMatchObject({ status: 404, code: 'not_found' })
    }
  }
})

test('a browser on another origin may call every route, and reads the answers, also the refusals', async ({ api }) => {
  for (const { path, method } of all) {
    const headers = { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization,content-type' }
    const preflight = await fetch(api.url + path.replace('{id}', id), { method: 'OPTIONS', headers })
    expect(preflight.status, path).toBe(200)
    expect(preflight.headers.get('access-control-allow-origin'), path).toBe('*')
    expect(preflight.headers.get('access-control-allow-methods'), path).toContain(method)
    expect(preflight.headers.get('access-control-allow-headers'), path).toMatch(/authorization.*content-type/i)
    expect(preflight.headers.get('access-control-allow-credentials'), path).toBeNull()
  }
})

test('a browser on another origin refreshes', async ({ api, owner }) => {
  const login = await logIn(api, await createPerson(owner))
  for (const refresh_token of [login.refresh_token, 'garbage']) {
    const { status, headers } = await api.send(routes.refresh, { body: JSON.stringify({ refresh_token }), headers: { origin } })
    expect(status).toBe(refresh_token === 'garbage' ? 401 : 200)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-expose-headers')).toContain('retry-after')
  }
})

test('headers that are too large are refused, and the connection with them', async ({ api }) => {
  const refusal = await raw(api.url, `GET /v1/me HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`)
  expect(refusal).toMatchObject({ status: 431, code: 'headers_too_large' })
})

test('a header that must be single is refused when it comes twice', async ({ api, owner }) => {
  const { access_token } = await logIn(api, await createPerson(owner))
  const request = (lines: string) => `GET /v1/me HTTP/1.1\r\n${lines}\r\nConnection: close\r\n\r\n`
  const bearer = `Authorization: Bearer ${access_token}`
  for (const lines of [
    `Host: a\r\nHost: b\r\n${bearer}`,
    `Host: a\r\n${bearer}\r\n${bearer}`,
    `Host: a\r\n${bearer}\r\nAuthorization: Bearer x`,
  ]) {
    expect(await raw(api.url, request(lines))).toMatchObject({ status: 400, code: 'malformed_request' })
  }
})

test('a body of two lengths is refused: nobody can hide a second request in it', async ({ api }) => {
  const smuggled = 'GET /v1/me HTTP/1.1\r\nHost: a\r\n\r\n'
  const headers = 'Host: a\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked'
  const refusal = await raw(api.url, `POST /v1/sessions/logout HTTP/1.1\r\n${headers}\r\n\r\n0\r\n\r\n${smuggled}`)
  expect(refusal).toMatchObject({ status: 400, code: 'malformed_request' })
})

/** The problem that comes back for bytes that no HTTP client would send; the server must close the connection after it. */
async function raw(url: string, request: string): Promise<Problem> {
  const { hostname, port } = new URL(url)
  const answer = await new Promise<string>((done, failed) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => socket.write(request))
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    socket.on('close', () => done(text))
    socket.on('error', failed)
  })
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(/^content-type: application\/problem\+json$/im)
  expect(head).toMatch(/^cache-control: no-store$/im)
  const problem = Problem.strict().parse(JSON.parse(body))
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${problem.status} `))
  return problem
}
