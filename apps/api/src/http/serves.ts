import { Req, RequestMapping, RequestMethod, Res } from '@nestjs/common'
import type { FieldFault, Route, RouteAnswer, RouteRequest, Streamed } from '@tessera/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { declareAccess } from './access.js'
import { type CallContext, callContextOf } from './call-context.js'
import { faulty } from './faulty.js'
import { parsePart } from './field-faults.js'
import { type Headers, ProblemAnswer } from './problem-answer.js'
import type { Query } from './query.js'
import { streaming } from './streams.js'

/** What a handler may answer: a status that the route declares, with that status's body; or a problem that it declares. */
export type Answer<R extends Route> =
  | (RouteAnswer<R> & { readonly headers?: Headers })
  | ProblemAnswer<R['problems'][number] | 'validation_failed' | 'forbidden' | 'unavailable'>

export type Handler<R extends Route> = (request: RouteRequest<R>, call: CallContext<R>) => Promise<Answer<R>>

/**
 * Binds a controller's method to a route of the contract: path, access, parsing and answer all come from there, and an answer that the
 * route does not declare does not compile.
 *
 * ```ts
 * @Serves(routes.endMySession)
 * async endMySession({ params }: RouteRequest<typeof routes.endMySession>, { caller }: CallContext<typeof routes.endMySession>): Promise<Answer<typeof routes.endMySession>> {
 * ```
 */
export function Serves<const R extends Route>(route: R) {
  return <H extends Handler<R>>(target: object, name: string, descriptor: TypedPropertyDescriptor<H>): void => {
    const handler = descriptor.value as Handler<R>
    const serve = async function (this: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const answer = await handler.call(this, partsOf(route, request), callContextOf<R>(request))
      if (answer instanceof ProblemAnswer) throw answer
      // Past the deadline, the client has its 503 already.
      if (!reply.sent) reply.headers(answer.headers ?? {})
      if (route.streams) await reply.stream(answer.status, answer.body as Streamed)
      else if (!reply.sent) reply.code(answer.status as number).send(answer.body)
    }
    descriptor.value = serve as unknown as H
    if (route.streams) streaming(target, name, { value: serve })
    declareAccess(serve, route.access, route.apiKeyScope)
    RequestMapping({ path: route.path.replace(/\{(\w+)\}/g, ':$1'), method: RequestMethod[route.method] })(target, name, { value: serve })
    Req()(target, name, 0)
    Res()(target, name, 1)
  }
}

/** The request's parts, parsed. A part that the route does not have must be empty. @throws ProblemAnswer */
function partsOf<R extends Route>(route: R, request: FastifyRequest): RouteRequest<R> {
  const query = request.query as Query
  const faults: FieldFault[] = [...query.faults]
  const parts: Record<string, unknown> = {}
  if (route.params) parts['params'] = parsePart(route.params, request.params, 'params', faults)
  if (route.query) parts['query'] = parsePart(route.query, query.fields, 'query', faults)
  else for (const field in query.fields) faults.push({ field: `query.${field.slice(0, 64)}`, fault: 'is not a field of this call' })
  if (route.body) parts['body'] = parsePart(route.body, request.body ?? {}, 'body', faults)
  else if (!isEmpty(request.body)) faults.push({ field: 'body', fault: 'must be empty: this call takes no body' })
  if (faults.length > 0) throw faulty('done', faults.slice(0, 20))
  return parts as RouteRequest<R>
}

function isEmpty(body: unknown): boolean {
  return body === undefined || (typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0)
}
