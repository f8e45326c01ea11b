import { type ArgumentsHost, type ExceptionFilter, NotFoundException } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { ServedMethods } from './served-methods.js'
import { problem } from './problem-answer.js'
import { isPastDeadline, problemOf } from './problem-of.js'

/** Answers everything that is thrown with a problem (RFC 9457), and logs what is our own fault. */
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly issuer: string,
    private readonly served: ServedMethods,
    private readonly log: Logger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>())
  }

  /** Also for what Fastify refuses before it has found a route. */
  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { answer, fault } = problemOf(this.lookedAt(thrown, request), request.id)
    // When the client went away before its request was complete, nobody waits for an answer, and nothing of ours is wrong.
    if (fault !== undefined && !request.raw.readableAborted) this.log.error({ requestId: request.id, err: fault }, answer.code)
    if (reply.sent) return
    reply
      .code(answer.status)
      .header('cache-control', 'no-store')
      .headers(answer.headers)
      .header('content-type', 'application/problem+json')
      .send(Buffer.from(JSON.stringify(answer.body(this.issuer))))
  }

  /** What only the request shows: who is late, and that a known address under another method is 405 (RFC 9110 §15.5.6). */
  private lookedAt(thrown: unknown, request: FastifyRequest): unknown {
    if (isPastDeadline(thrown) && !request.raw.complete) {
      const headers = { connection: 'close' }
      return problem('request_timeout', 'The request took too long to arrive. Nothing was done.', { headers })
    }
    if (!(thrown instanceof NotFoundException)) return thrown
    const methods = this.served.at(request.url)
    if (methods.length === 0) return thrown
    const allow = methods.join(', ')
    return problem('method_not_allowed', `This address takes ${allow}.`, { headers: { allow } })
  }
}
