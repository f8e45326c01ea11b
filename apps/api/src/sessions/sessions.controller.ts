import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import { problemOfRefusal, type RefusalProblem } from '@tessera/dialects'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import type { TooManyAttempts } from '../limits/login-limits.js'
import { LogIn } from './log-in.js'
import { LogOut } from './log-out.js'
import { Refresh } from './refresh.js'

const keyNotLoaded = () =>
  problem('unavailable', 'A key that this token needs is not loaded here yet. The token is still good: send it again shortly.')

const refused = ({ code, detail, reason }: RefusalProblem) => problem(code, detail, reason === undefined ? {} : { reason })

function tooManyAttempts({ retryAfter, limit }: TooManyAttempts) {
  const seconds = String(retryAfter)
  return problem('too_many_requests', `Too many attempts. Nothing was done; try again in ${seconds} seconds.`, {
    headers: { 'retry-after': seconds, 'ratelimit-limit': String(limit), 'ratelimit-remaining': '0', 'ratelimit-reset': seconds },
  })
}

/** Logging in, refreshing and logging out, in our own wire format. */
@Controller()
export class SessionsController {
  constructor(
    private readonly logInVerb: LogIn,
    private readonly refreshVerb: Refresh,
    private readonly logOutVerb: LogOut,
  ) {}

  @Serves(routes.logIn)
  async logIn({ body }: RouteRequest<typeof routes.logIn>, call: CallContext<typeof routes.logIn>): Promise<Answer<typeof routes.logIn>> {
    const answer = await this.logInVerb.logIn(
      {
        email: body.email,
        password: body.password,
        clientId: body.client_id ?? null,
        deviceId: body.device_id ?? null,
        deviceName: body.device_name ?? null,
      },
      call.origin,
    )
    switch (answer.outcome) {
      case 'refused':
        call.note({ refusal: answer.refusal })
        if (answer.refusal === 'too_many_attempts') return tooManyAttempts(answer)
        return answer.refusal === 'client_unusable'
          ? problem('invalid_client', 'There is no client of this id that may log users in here.')
          : problem('invalid_credentials', 'No account has this e-mail and password.')
      case 'started':
        call.note({ userId: answer.login.user.id, sessionId: answer.login.session_id })
        return { status: 201, body: answer.login }
    }
  }

  @Serves(routes.refresh)
  async refresh(
    { body }: RouteRequest<typeof routes.refresh>,
    call: CallContext<typeof routes.refresh>,
  ): Promise<Answer<typeof routes.refresh>> {
    const answer = await this.refreshVerb.refresh(
      { refreshToken: body.refresh_token, clientId: body.client_id ?? null, clientAuthenticated: false, dpopThumbprint: null },
      call.origin,
    )
    switch (answer.outcome) {
      case 'key_not_loaded':
        return keyNotLoaded()
      case 'refused':
        call.note({
          refusal: answer.refusal,
          ...(answer.sessionId && { sessionId: answer.sessionId }),
          ...(answer.userId && { userId: answer.userId }),
        })
        return refused(problemOfRefusal(answer.refusal, answer.end))
      case 'handed_out':
        call.note({ sessionId: answer.tokens.session_id, userId: answer.userId })
        return { status: 200, body: answer.tokens }
    }
  }

  @Serves(routes.logOut)
  async logOut(
    { body }: RouteRequest<typeof routes.logOut>,
    call: CallContext<typeof routes.logOut>,
  ): Promise<Answer<typeof routes.logOut>> {
    const ended = await this.logOutVerb.logOut(body.refresh_token, call.origin)
    if (ended === 'key_not_loaded') return keyNotLoaded()
    if (ended) call.note(ended)
    return { status: 204, body: undefined }
  }
}
