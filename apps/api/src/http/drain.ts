import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Lets `close()` end soon. Node stops listening and closes the connections that are idle at that moment; one that becomes idle a moment
 * later would be kept for its whole keep-alive time. So every answer from then on closes its connection, and what is still open
 * after `drain` milliseconds, longer than any answer takes, is cut off. To Node a connection that carried nothing yet is busy, and browsers
 * open some ahead of what they will ask: those end after `unusedConnection` milliseconds, in which what is on its way comes.
 */
export function drainOnClose(server: FastifyInstance, deadlines: { readonly drain: number; readonly unusedConnection: number }): void {
  let closing = false
  const open = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  const endUnused = () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  }
  server.addHook('preClose', (done) => {
    closing = true
    const timers = [
      setTimeout(() => server.server.closeAllConnections(), deadlines.drain),
      setTimeout(() => setImmediate(endUnused), deadlines.unusedConnection),
    ]
    server.server.once('close', () => {
      for (const timer of timers) clearTimeout(timer)
    })
    done()
  })
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close')
    done(null, payload)
  })
  // What was being written when we began to close, as a stream is for long, could not say so.
  server.addHook('onResponse', (_request, _reply, done) => {
    if (closing) setImmediate(() => server.server.closeIdleConnections())
    done()
  })
}
