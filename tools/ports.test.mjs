import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { freePortAfter } from './ports.mjs'

it('a port that is proposed is neither taken nor the other program’s', async () => {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  const free = await freePortAfter(port - 1, 1)
  expect(free).toBeGreaterThan(port)
  expect(await freePortAfter(port - 1, free)).toBeGreaterThan(free)
  await new Promise((done) => server.close(done))
})
