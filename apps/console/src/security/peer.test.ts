import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { forwardedFor, recordPeers } from './peer'

describe('the address a request came from', () => {
  it('is put after those that were claimed', () => {
    expect(forwardedFor('203.0.113.7', '::ffff:192.0.2.1')).toBe('203.0.113.7, 192.0.2.1')
    expect(forwardedFor(undefined, '2001:db8::1')).toBe('2001:db8::1')
    expect(forwardedFor(undefined, undefined)).toBeUndefined()
  })

  it('is there before any handler sees the request', async () => {
    recordPeers()
    const server = createServer((request, response) => response.end(request.headers['x-forwarded-for']))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      headers: { 'x-forwarded-for': '203.0.113.7' },
    })
    expect(await answer.text()).toBe('203.0.113.7, 127.0.0.1')
    server.close()
  })
})
