import type { FastifyInstance, FastifyReply } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Stops the clock that bounds the answer. */
    answersInTime: () => void
    /** Aborted when nobody waits for the answer any more: the caller has gone, or has been answered. Made when it is asked for. */
    unawaited: () => AbortSignal
  }
}

/**
 * Answers what is not answered in time as trouble of ours, whatever its handler goes on to do. Not by Fastify's own `handlerTimeout`: that makes
 * and aborts a signal for every call, which nobody listens to, at a twentieth of what a refresh costs.
 *
 * @param deadline milliseconds until the answer; of one that is written piece by piece, until its first piece
 */
export function answerInTime(server: FastifyInstance, deadline: number): void {
  server.decorateRequest('answersInTime', null as never)
  server.decorateRequest('unawaited', null as never)
  server.addHook('onRequest', (request, reply, done) => {
    const timer = setTimeout(() => {
      if (reply.sent || reply.raw.headersSent) return
      reply.send(Object.assign(new Error('The answer took too long.'), { code: 'FST_ERR_HANDLER_TIMEOUT' }))
    }, deadline)
    request.answersInTime = () => clearTimeout(timer)
    reply.raw.once('close', request.answersInTime)
    request.unawaited = () => signalOf(reply)
    done()
  })
}

/** Of the answer: a request whose body was read is closed while its caller waits, which Fastify's own signal takes for gone. */
function signalOf({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  if (raw.closed) controller.abort()
  else raw.once('close', () => controller.abort())
  return controller.signal
}
