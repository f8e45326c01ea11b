import { createServer } from 'node:http'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from '@tessera/persistence/embedded'
import { SystemFault, untilAnswering } from './until-answering.mjs'

let server, port, url
beforeEach(async () => {
  server = createServer((_, response) => response.writeHead(503).end())
  port = await freePort()
  url = `http://127.0.0.1:${port}/`
})
afterEach(() => server.close())

/** A child that says something every tenth of a second, for so many milliseconds. */
function saying(milliseconds) {
  const child = { ended: new Promise(() => {}), saidAt: Date.now(), lastLines: () => 'its last lines' }
  const timer = setInterval(() => (child.saidAt = Date.now()), 100)
  setTimeout(() => clearInterval(timer), milliseconds)
  return child
}

it('waits for longer than its patience while the child says what it does before it listens', async () => {
  const waiting = untilAnswering('the API', saying(1500), url, 500)
  await pause(1200)
  server.removeAllListeners('request').on('request', (_, response) => response.end())
  server.listen(port, '127.0.0.1')
  await waiting
})

it('gives up on a child that says nothing, and on one that listens and has trouble', async () => {
  await expect(untilAnswering('the API', saying(0), url, 500)).rejects.toThrow(SystemFault)
  await once(server.listen(port, '127.0.0.1'), 'listening')
  await expect(untilAnswering('the API', saying(5000), url, 500)).rejects.toThrow(
    /^the API does not answer at .* after 0\.5 s:\nits last lines$/,
  )
})

it('gives up at once on a child that has ended, and says how', async () => {
  const ended = (end) => ({ ...saying(0), ended: Promise.resolve(end) })
  await expect(untilAnswering('the API', ended({ code: 1, signal: null }), url)).rejects.toThrow('the API did not start (exit code 1).')
  await expect(untilAnswering('the API', ended({ code: null, signal: 'SIGKILL' }), url)).rejects.toThrow('the API did not start (SIGKILL).')
})
