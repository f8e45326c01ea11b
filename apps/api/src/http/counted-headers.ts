import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem } from './problem-answer.js'

/** Node keeps the first of two and says nothing; whoever stands before us may have kept the second. */
const single = new Set(['host', 'authorization', 'content-type'])

/** RFC 3986 §3.2.2 and §3.2.3: a name or an address, and perhaps a port. */
const host = /^(\[[\da-f.:]+\]|([\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(:\d*)?$/i

/** Refuses a request that has one of these headers twice, or a Host that is none, or no Host where HTTP/1.1 wants one (RFC 9112 §3.2). */
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
    if (name === 'host' && !host.test(rawHeaders[i + 1] ?? '')) return 'a "host" header that is no host'
    seen.add(name)
  }
  return httpVersion === '1.1' && !seen.has('host') ? 'no "host" header' : undefined
}
