import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify'
import { bodyFormats } from './body-formats.js'
import { problem } from './problem-answer.js'
import { textOf } from './utf8.js'

/**
 * Takes JSON, and of the other media types none: they are 415. The bytes must be UTF-8 (RFC 8259 §8.1); a `__proto__` in it is refused. An
 * empty body is the same as none, whatever its type: HTTP clients name one with a POST that has no body, and proxies send it in chunks.
 */
export function takeJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer, done) => {
    if (body.length === 0) return done(null, undefined)
    if (!bodyFormats(request).includes('json')) return done(problem('unsupported_media_type', 'JSON is not taken here. Nothing was done.'))
    const text = textOf(body)
    if (text === null) return done(problem('malformed_request', 'The body is not UTF-8. Nothing was done.'))
    parse(request, text, (fault, value) =>
      done(fault && problem('malformed_request', 'The body is not JSON that we take. Nothing was done.'), value),
    )
  })
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body: Buffer, done) =>
    done(body.length === 0 ? null : new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(), undefined),
  )
}
