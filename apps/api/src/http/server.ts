import { randomUUID } from 'node:crypto'
import type { DynamicModule, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { type Dialect, oauth2, routesOf } from '@tessera/dialects'
import type { VerifyAccessToken } from '@tessera/verifier'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Configuration } from '../configuration.js'
import { Dpop } from '../dpop/dpop.js'
import { giveFreshNonces } from '../dpop/fresh-nonces.js'
import { owesSecondFactor } from '../second-factors/required.js'
import { AccessGuard } from './access-guard.js'
import { answerHeaders } from './answer-headers.js'
import { ApiKeyDirectory, CallerDirectory } from './caller.js'
import { allowOrigins, corsHeaders } from './cors.js'
import { refuseMiscountedHeaders } from './counted-headers.js'
import { answerInTime } from './deadline.js'
import { drainOnClose } from './drain.js'
import { ignoreExpectations } from './expectations.js'
import { takeForms } from './form-body.js'
import { takeJson } from './json-body.js'
import { nestLog } from './nest-log.js'
import type { Headers } from './problem-answer.js'
import { ProblemFilter } from './problem-filter.js'
import { readQuery } from './query.js'
import { logRequests } from './request-log.js'
import { ServedMethods } from './served-methods.js'
import { letStreamsLast } from './streams.js'
import { serveTrailingSlashes } from './trailing-slashes.js'
import { answerUnreadable } from './unreadable-requests.js'
import { type Wording, Wordings } from './wordings.js'

/** Where the app module provides the `VerifyAccessToken` that the guard uses. */
export const accessTokenVerification = Symbol('VerifyAccessToken')

/**
 * Milliseconds; each hop's deadline is shorter than the one before it: a client's 10 s, ours, the statement's 3 s. `drain` and
 * `unusedConnection` count from the moment at which the server begins to close.
 */
export const serverDeadlines = {
  answer: 6_000,
  request: 10_000,
  idleConnection: 75_000,
  unusedConnection: 500,
  keepAlive: 72_000,
  drain: 8_000,
} as const

/**
 * Builds the HTTP server around the app module: the rules that hold for every call are here and in the files beside it.
 * The module must provide a `CallerDirectory`, an `ApiKeyDirectory`, `accessTokenVerification` and `Dpop`; guard and filter are installed
 * here, so no module can forget them.
 *
 * @returns the application, ready to listen
 */
export async function createServer(
  module: Type | DynamicModule,
  configuration: Configuration,
  log: Logger,
  deadlines: { readonly [K in keyof typeof serverDeadlines]: number } = serverDeadlines,
): Promise<NestFastifyApplication> {
  const { issuer, trustedProxies, corsOrigins, dialects } = configuration
  const headers = answerHeaders(configuration)
  const served = new ServedMethods()
  const wordings = new Wordings(wordingsOf(dialects))
  const problems = new ProblemFilter(issuer, served, wordings, log)
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: 64 * 1024,
    requestTimeout: deadlines.request,
    connectionTimeout: deadlines.idleConnection,
    keepAliveTimeout: deadlines.keepAlive,
    http: {
      headersTimeout: deadlines.request,
      // Node looks for requests that take too long only this often.
      connectionsCheckingInterval: Math.min(1_000, deadlines.request),
      // Node's own refusal would have no body. Ours is with those of other headers.
      requireHostHeader: false,
    },
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: () => randomUUID(),
    // While we drain, a request on a connection that is still open is answered properly, and the connection closes after it.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 512, querystringParser: readQuery as never },
    // Fastify runs no hook for what it refuses before there is a route: an address that cannot be read, or is too long.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      problems.answer(error, request, named(request, reply).headers(headers).headers(corsHeaders(corsOrigins, request.headers.origin))),
    clientErrorHandler: answerUnreadable(issuer, corsHeaders(corsOrigins, undefined), wordings),
  })
  const server = adapter.getInstance() as unknown as FastifyInstance
  server.addHook('onRoute', ({ method, url }) => served.add(method, url))
  serveTrailingSlashes(server, dialects.flatMap(pathsOf))
  await shapeAnswers(server, corsOrigins, headers)
  answerInTime(server, deadlines.answer)
  ignoreExpectations(server)
  refuseMiscountedHeaders(server)
  takeJson(server)
  takeForms(server)
  drainOnClose(server, deadlines)
  letStreamsLast(server, log)
  logRequests(server, log)

  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: nestLog(log),
    abortOnError: false,
  })
  const dpop = app.get(Dpop)
  giveFreshNonces(server, dpop)
  app.useGlobalGuards(
    new AccessGuard(
      app.get<VerifyAccessToken>(accessTokenVerification),
      app.get(CallerDirectory),
      dpop,
      app.get(ApiKeyDirectory),
      (roles) => owesSecondFactor(roles, configuration.accounts),
    ),
  )
  app.useGlobalFilters(problems)
  await app.init()
  return app
}

/** The headers that every answer has, and what hooks and handlers find on a request. */
async function shapeAnswers(server: FastifyInstance, corsOrigins: Configuration['corsOrigins'], headers: Headers): Promise<void> {
  server.decorateRequest('caller', null)
  server.decorateRequest('facts', null as never)
  server.addHook('onRequest', (request, reply, done) => {
    request.facts = {}
    named(request, reply).headers(headers)
    done()
  })
  await allowOrigins(server, corsOrigins)
}

/** The words of each wire format on its own addresses, and those of OAuth below its own. */
function wordingsOf(dialects: readonly Dialect[]): readonly Wording[] {
  const documented = dialects.flatMap(({ trouble, accounts, ...dialect }) => {
    const change = accounts?.changePassword
    return [
      ...(change ? [{ paths: change.paths, trouble, callerRefused: change.errors.caller_refused }] : []),
      { paths: pathsOf({ ...dialect, trouble, ...(accounts && { accounts }) }), trouble },
    ]
  })
  return [...documented, { paths: ['/oauth'], trouble: oauth2.trouble }]
}

function pathsOf(dialect: Dialect): readonly string[] {
  return routesOf(dialect).flatMap(({ paths }) => paths)
}

/** The answer with the id under which the log has its request. */
function named(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.header('x-request-id', request.id)
}
