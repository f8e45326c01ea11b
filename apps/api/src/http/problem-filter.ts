import { type ArgumentsHost, type ExceptionFilter, NotFoundException } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { ServedMethods } from './served-methods.js'
import { problem } from './problem-answer.js'
import { isPastDeadline, problemOf } from './problem-of.js'
import type { Wordings } from './wordings.js'

/** Answers everything that is thrown with a problem (RFC 9457), or in the words of a wire format where one is served; logs what is our own fault. */
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly issuer: string,
    private readonly served: ServedMethods,
    private readonly wordings: Wordings,
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
    const worded = this.wordings.of(answer, request.url)
    reply
      .code(worded?.status ?? answer.status)
      .header('cache-control', 'no-store')
      .headers(worded?.headers ?? answer.headers)
      .header('content-type', worded ? 'application/json; charset=utf-8' : 'application/problem+json')
      .send(Buffer.from(JSON.stringify(worded?.body ?? answer.body(this.issuer))))
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
