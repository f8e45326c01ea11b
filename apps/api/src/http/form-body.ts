import type { FastifyInstance } from 'fastify'
import { bodyFormats } from './body-formats.js'
import { problem } from './problem-answer.js'
import { type Query, readQuery } from './query.js'
import { textOf } from './utf8.js'

/** A body that a form sent (RFC 6749 appendix B); `faults` as in a query. */
export class Form implements Query {
  constructor(
    readonly fields: Query['fields'],
    readonly faults: Query['faults'],
  ) {}
}

/** Takes forms on the routes that say so; elsewhere they are another media type than the one that is taken. */
export function takeForms(server: FastifyInstance): void {
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!bodyFormats(request).includes('form'))
      return body.length === 0
        ? done(null, undefined)
        : done(problem('unsupported_media_type', 'Forms are not taken here. Nothing was done.'))
    const text = textOf(body)
    if (text === null) return done(problem('malformed_request', 'The body is not UTF-8. Nothing was done.'))
    const { fields, faults } = readQuery(text)
    done(null, new Form(fields, faults))
  })
}
