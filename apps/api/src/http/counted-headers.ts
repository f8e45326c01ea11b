import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem } from './problem-answer.js'

/** Node keeps the first of two and says nothing; whoever stands before us may have kept the second. */
const single = new Set(['host', 'authorization', 'content-type'])

/** Refuses a request that has one of these headers twice, or that HTTP/1.1 wants to have a Host and that has none (RFC 9112 §3.2). */
export function refuseMiscountedHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const fault = faultIn(request.raw)
    done(fault === undefined ? undefined : problem('malformed_request', `The request has ${fault}. Nothing was done.`))
  })
}

function faultIn({ rawHeaders, httpVersion }: FastifyRequest['raw']): string | undefined {
  const seen = new Set<string>()
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]?.toLowerCase() ?? ''
    if (!single.has(name)) continue
    if (seen.has(name)) return `two "${name}" headers`
    seen.add(name)
  }
  return httpVersion === '1.1' && !seen.has('host') ? 'no "host" header' : undefined
}
