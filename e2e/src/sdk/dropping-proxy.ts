import { Agent, createServer, request as ask, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Stands between clients and the API, and breaks the connection instead of handing on every third answer to a refresh: when the server
 * has acted.
 */
export async function startDroppingProxy(apiUrl: string) {
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(apiUrl)
  let [refreshes, dropped] = [0, 0]

  const server = createServer((request, response) => {
    const { method, url: path, headers } = request
    const onward = ask({ hostname, port, method, path, headers, agent }, async (answer) => {
      const body = await wholeOf(answer)
      if (method === 'POST' && path === '/v1/sessions/refresh' && ++refreshes % 3 === 0) {
        dropped += 1
        request.socket.destroy()
      } else response.writeHead(answer.statusCode ?? 502, answer.headers).end(body)
    })
    onward.on('error', () => request.socket.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    dropped: () => dropped,
    stop: async () => {
      await new Promise<void>((stopped) => (server.close(() => stopped()), server.closeAllConnections()))
      agent.destroy()
    },
  }
}

async function wholeOf(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of answer) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
