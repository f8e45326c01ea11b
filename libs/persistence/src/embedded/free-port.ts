import { createServer } from 'node:net'

/**
 * A port that was free on the loopback a moment ago.
 *
 * @param wanted left out or 0: any
 * @throws with a sentence when the wanted one is taken
 */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().once('error', (fault: NodeJS.ErrnoException) =>
      failed(fault.code === 'EADDRINUSE' ? new Error(`port ${wanted} on 127.0.0.1 is taken by another program`) : fault),
    )
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : wanted))
    })
  })
}
