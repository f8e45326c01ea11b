import type { FastifyInstance } from 'fastify'
import type { Dpop } from './dpop.js'

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * The refresh token that the nonce in the answer is for: what the answer hands out, else what the request presented; null on every
     * call that is not about one. A secret: never to be logged.
     */
    nonceFor: string | null
  }
}

/**
 * Puts a fresh nonce on every answer to a request with a `DPoP` header, also on a refusal (RFC 9449 §8.2). Made as late as can be: the
 * next proof has to be younger than what this answer hands out.
 */
export function giveFreshNonces(server: FastifyInstance, dpop: Dpop): void {
  server.decorateRequest('nonceFor', null)
  server.addHook('onSend', (request, reply, payload, done) => {
    if (request.headers['dpop'] !== undefined) reply.header('dpop-nonce', dpop.freshNonce(request.nonceFor))
    done(null, payload)
  })
}
