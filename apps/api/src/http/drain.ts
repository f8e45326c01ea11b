import type { FastifyInstance } from 'fastify'

/**
 * Lets `close()` end soon. Node stops listening and closes the connections that are idle at that moment; one that becomes idle a moment
 * later would be kept for its whole keep-alive time. So every answer from then on closes its connection, and what is still open
 * after `patience` milliseconds, longer than any answer takes, is cut off.
 */
export function drainOnClose(server: FastifyInstance, patience: number): void {
  let closing = false
  server.addHook('preClose', (done) => {
    closing = true
    const timer = setTimeout(() => server.server.closeAllConnections(), patience)
    server.server.once('close', () => clearTimeout(timer))
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
