import type { WireAnswer } from '@tessera/dialects'
import type { FastifyReply } from 'fastify'

/** Answers, unless the deadline has passed: then the client has its answer already. */
export function send(reply: FastifyReply, { status, headers = {}, body }: WireAnswer): void {
  if (!reply.sent) reply.code(status).headers(headers).send(body)
}
