import type { FastifyInstance } from 'fastify'
import { problem } from './problem-answer.js'

/** Node keeps the first of two and says nothing; whoever stands before us may have kept the second. */
const single = new Set(['host', 'authorization', 'content-type'])

/** Refuses a request that has one of these headers twice (RFC 9112 §3.2). */
export function refuseDoubledHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { rawHeaders } = request.raw
    const seen = new Set<string>()
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const name = rawHeaders[i]?.toLowerCase() ?? ''
      if (!single.has(name)) continue
      if (seen.has(name)) return done(problem('malformed_request', `The request has two "${name}" headers. Nothing was done.`))
      seen.add(name)
    }
    done()
  })
}
