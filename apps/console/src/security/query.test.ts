import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { boundQueries, withoutEndlessQuery } from './query'

describe('an address', () => {
  it('keeps its query, whatever that is, up to a hundred fields', () => {
    for (const url of ['/', '/sessions?', '/sessions?state=active&q=a%26b', '/sign-in?next=/a?b', `/sessions?${'a=1&'.repeat(99)}a=1`])
      expect(withoutEndlessQuery(url)).toBe(url)
  })

  it('with more fields has none left before any handler sees the request', async () => {
    boundQueries()
    const server = createServer((request, response) => response.end(request.url))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const seen = async (path: string) => (await fetch(origin + path)).text()
    expect(await seen(`/sign-in?${'a&'.repeat(7000)}`)).toBe('/sign-in')
    expect(await seen('/sign-in?next=/sessions')).toBe('/sign-in?next=/sessions')
    server.close()
  })
})
