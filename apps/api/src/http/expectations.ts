import type { FastifyInstance } from 'fastify'

/**
 * Handles a request that expects what we do not know as any other (RFC 9110 §10.1.1). Node's own answer would be a 417 without a body,
 * past every rule that holds for answers. What it knows, `100-continue`, it says by itself.
 */
export function ignoreExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
}
