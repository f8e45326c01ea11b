import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { freePortAfter, reachedAt } from './ports.mjs'

it('a port that is proposed is neither taken nor the other program’s', async () => {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  const free = await freePortAfter(port - 1, 1)
  expect(free).toBeGreaterThan(port)
  expect(await freePortAfter(port - 1, free)).toBeGreaterThan(free)
  await new Promise((done) => server.close(done))
})

it.each([
  [undefined, 'http://127.0.0.1:3333'],
  ['0.0.0.0', 'http://127.0.0.1:3333'],
  ['::', 'http://127.0.0.1:3333'],
  ['192.168.1.5', 'http://192.168.1.5:3333'],
  ['::1', 'http://[::1]:3333'],
])('is where a program is reached that listens on %s', (host, address) => {
  expect(reachedAt(host, 3333)).toBe(address)
})
