import { Controller, Post, Req, Res, type Type } from '@nestjs/common'
import type { Dialect, LoginRoute, RefreshRoute } from '@tessera/dialects'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { OpenTo } from '../http/access.js'
import { type BodyFormat, Takes } from '../http/body-formats.js'
import { callContextOf } from '../http/call-context.js'
import { send } from '../http/send.js'
import { DialectLogIn } from './log-in.js'
import { DialectRefresh } from './refresh.js'
import { wireRequestOf } from './wire-request.js'

const bodiesOf = ({ takesForms }: RefreshRoute | LoginRoute): readonly BodyFormat[] => (takesForms ? ['json', 'form'] : ['json'])

/** The addresses that Nest can serve; the server adds those that end in a slash. */
const pathsOf = ({ paths }: RefreshRoute | LoginRoute): string[] => [...new Set(paths.map((path) => path.replace(/\/$/, '')))]

/** Makes the controllers of a documented wire format: one for its refresh, and one for its login where it documents one. */
export function controllersOf(dialect: Dialect): readonly Type[] {
  const { logIn } = dialect
  return [refreshController(dialect), ...(logIn ? [logInController(dialect, logIn)] : [])]
}

function refreshController(dialect: Dialect): Type {
  @Controller()
  class DialectRefreshController {
    constructor(private readonly verb: DialectRefresh) {}

    @Post(pathsOf(dialect.refresh))
    @OpenTo('anyone')
    @Takes(...bodiesOf(dialect.refresh))
    async refresh(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const wire = wireRequestOf(request)
      const answer = wire === null ? dialect.trouble.malformed_request : await this.verb.refresh(dialect, wire, callContextOf(request))
      send(reply, answer)
    }
  }
  return DialectRefreshController
}

function logInController(dialect: Dialect, route: LoginRoute): Type {
  @Controller()
  class DialectLogInController {
    constructor(private readonly verb: DialectLogIn) {}

    @Post(pathsOf(route))
    @OpenTo('anyone')
    @Takes(...bodiesOf(route))
    async logIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const wire = wireRequestOf(request)
      const answer = wire === null ? dialect.trouble.malformed_request : await this.verb.logIn(dialect, route, wire, callContextOf(request))
      send(reply, answer)
    }
  }
  return DialectLogInController
}
