import { Controller, Post, Req, Res, type Type } from '@nestjs/common'
import {
  accountCalls,
  type AccountCall,
  type AccountRoute,
  type AccountRoutes,
  type Dialect,
  type LoginRoute,
  type RefreshRoute,
  type WireAnswer,
} from '@tessera/dialects'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { OpenTo } from '../http/access.js'
import { type BodyFormat, Takes } from '../http/body-formats.js'
import { type CallContext, callContextOf } from '../http/call-context.js'
import { send } from '../http/send.js'
import { type AccountHandler, type AccountOutcome, worded } from './account-outcome.js'
import { DialectLogIn } from './log-in.js'
import { DialectPasswords } from './passwords.js'
import { DialectRefresh } from './refresh.js'
import { DialectSignUp } from './sign-up.js'
import { wireRequestOf } from './wire-request.js'

type AnyHandler = (said: never, call: CallContext) => Promise<AccountOutcome<AccountCall>>
type AnyRoute = Pick<RefreshRoute | LoginRoute | AccountRoutes[AccountCall], 'paths' | 'takesForms'>

const bodiesOf = ({ takesForms }: AnyRoute): readonly BodyFormat[] => (takesForms ? ['json', 'form'] : ['json'])

/** The addresses that Nest can serve; the server adds those that end in a slash. */
const pathsOf = ({ paths }: AnyRoute): string[] => [...new Set(paths.map((path) => path.replace(/\/$/, '')))]

/** Makes the controllers of a documented wire format: one for its refresh, and one for each of the calls beside it that it has. */
export function controllersOf(dialect: Dialect): readonly Type[] {
  const { logIn, accounts } = dialect
  return [
    refreshController(dialect),
    ...(logIn ? [logInController(dialect, logIn)] : []),
    ...(accounts ? accountCalls.map((call) => accountController(dialect, accounts, call)) : []),
  ]
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

/** Our own words for the calls are the verbs' too: each of the two classes has a handler of the call's name. */
function accountController(dialect: Dialect, accounts: AccountRoutes, call: AccountCall): Type {
  // TypeScript does not see that route and handler are of the same call.
  const route = accounts[call] as unknown as AccountRoute<never>

  @Controller()
  class DialectAccountController {
    private readonly handlers: { readonly [Call in AccountCall]: AccountHandler<Call> }

    constructor(signUp: DialectSignUp, passwords: DialectPasswords) {
      this.handlers = { ...signUp, ...passwords }
    }

    @Post(pathsOf(route))
    @OpenTo(call === 'changePassword' ? 'user' : 'anyone')
    @Takes(...bodiesOf(route))
    async serve(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      send(reply, await this.answer(request))
    }

    private async answer(request: FastifyRequest): Promise<WireAnswer> {
      const wire = wireRequestOf(request)
      if (wire === null) return dialect.trouble.malformed_request
      const { said, answer } = route.read(wire)
      if (answer) return answer
      const context = callContextOf(request)
      const outcome = await (this.handlers[call] as AnyHandler)(said, context)
      if (outcome !== 'done') context.note({ refusal: 'unfit' in outcome ? 'unfit' : outcome.refusal })
      return worded(outcome, route, dialect)
    }
  }
  return DialectAccountController
}
