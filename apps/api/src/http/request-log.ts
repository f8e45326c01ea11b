import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { isShowableClientId } from '../clients/client-id.js'

/** Polled by machines every few seconds. */
const quiet = new Set(['/health/live', '/health/ready', '/metrics'])

/**
 * One line for each answer, by allow-list: the route's pattern, never the address with its query; no header, no body, no token. What else
 * a line may say is `LoggedFacts`.
 */
export function logRequests(server: FastifyInstance, log: Logger): void {
  server.addHook('onResponse', (request, reply, done) => {
    logAnswer(log, request, reply)
    done()
  })
}

/** The line of one answer. Fastify tells of none that was broken off in the middle. */
export function logAnswer(log: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const { userId, sessionId, apiKeyId, clientId, refusal, refreshed } = request.facts
  const route = request.routeOptions.url ?? null
  const line = {
    requestId: request.id,
    method: request.method,
    route,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    userId,
    sessionId,
    apiKeyId,
    clientId: clientId !== undefined && isShowableClientId(clientId) ? clientId : undefined,
    refusal,
    refreshed,
  }
  if (route !== null && quiet.has(route) && reply.statusCode < 500) log.debug(line, 'request')
  else log.info(line, 'request')
}
