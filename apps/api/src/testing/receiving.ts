import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a receiver got it. */
export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Somebody's server that is told what happens. */
export interface Receiving {
  readonly url: string
  readonly received: Received[]
  /** What is answered to the next requests, one each; then 200. */
  readonly orders: ((response: ServerResponse) => void)[]
  close(): Promise<void>
}

export async function startReceiving(): Promise<Receiving> {
  const received: Received[] = []
  const orders: ((response: ServerResponse) => void)[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(pieces).toString() })
      const order = orders.shift()
      if (order) order(response)
      else response.writeHead(200).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    orders,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
