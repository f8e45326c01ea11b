import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem } from './problem-answer.js'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Takes JSON and nothing else: other media types are 415. The bytes must be UTF-8 (RFC 8259 §8.1), where Node would put U+FFFD for
 * what is not; a `__proto__` in it is refused. An empty body is the same as none.
 */
export function takeOnlyJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer, done) => {
    if (body.length === 0) return done(null, undefined)
    let text: string
    try {
      text = utf8.decode(body)
    } catch {
      return done(problem('malformed_request', 'The body is not UTF-8. Nothing was done.'))
    }
    parse(request, text, (fault, value) =>
      done(fault && problem('malformed_request', 'The body is not JSON that we take. Nothing was done.'), value),
    )
  })
}
