import type { FastifyInstance } from 'fastify'
import type { Dpop } from './dpop.js'

/**
 * Puts a fresh nonce on every answer to a request with a `DPoP` header, also on a refusal (RFC 9449 §8.2). Made as late as can be: the
 * next proof has to be younger than what this answer hands out.
 */
export function giveFreshNonces(server: FastifyInstance, dpop: Dpop): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    if (request.headers['dpop'] !== undefined) reply.header('dpop-nonce', dpop.freshNonce())
    done(null, payload)
  })
}
