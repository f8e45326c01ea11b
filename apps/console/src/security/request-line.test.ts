import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { mendRequests, withoutEndlessQuery, withoutHost, withReadablePath } from './request-line'

describe('an address', () => {
  it('keeps its query, whatever that is, up to a hundred fields', () => {
    for (const url of ['/', '/sessions?', '/sessions?state=active&q=a%26b', '/sign-in?next=/a?b', `/sessions?${'a=1&'.repeat(99)}a=1`])
      expect(withoutEndlessQuery(url)).toBe(url)
  })

  it('keeps a path that can be decoded, and has another’s % stand for itself', () => {
    for (const url of ['/', '/clients/a%20b', '/clients/%F0%9F%92%A9?q=%', '*']) expect(withReadablePath(url)).toBe(url)
    expect(withReadablePath('/users/%zz')).toBe('/users/%25zz')
    expect(withReadablePath('/users/%ff?q=%ff?')).toBe('/users/%25ff?q=%ff?')
  })

  it('leads nowhere but here, whatever host stands before it', () => {
    for (const url of ['/', '/sessions?next=http://evil.example/', '*']) expect(withoutHost(url)).toBe(url)
    expect(withoutHost('http://evil.example/sessions?q=a')).toBe('/sessions?q=a')
    expect(withoutHost('HTTPS://evil.example:8443?q=a')).toBe('/?q=a')
    expect(withoutHost('http://evil.example')).toBe('/')
  })

  it('with more fields has none left before any handler sees the request, and TRACE is another method', async () => {
    mendRequests()
    const server = createServer((request, response) => response.end(`${request.method} ${request.url}`))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    const seen = (path: string, method = 'GET') =>
      new Promise<string>((done) => request({ port, path, method }, (response) => void text(response).then(done)).end())
    expect(await seen(`/sign-in?${'a&'.repeat(7000)}`)).toBe('GET /sign-in')
    expect(await seen('/sign-in?next=/sessions')).toBe('GET /sign-in?next=/sessions')
    expect(await seen('/users/%zz', 'TRACE')).toBe('OPTIONS /users/%25zz')
    expect(await seen('http://evil.example/sessions')).toBe('GET /sessions')
    server.close()
  })
})
