import type { FastifyRequest } from 'fastify'

/**
 * Whether the caller has gone, as far as anything that has arrived here tells. A request may lie in a connection for minutes while a process or
 * its machine stands still, and comes to light with the end of its connection right behind it: its caller has long asked somebody else, and gone on.
 */
export function hasHungUp({ raw: { socket } }: Pick<FastifyRequest, 'raw'>): Promise<boolean> {
  // One turn of the event loop reads a request, and not before the next the end of the same connection.
  return new Promise((resolve) => setImmediate(() => setImmediate(() => resolve(socket.destroyed || socket.readableEnded))))
}
