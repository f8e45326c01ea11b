import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import { problemOfRefusal, type RefusalProblem, tokenResponse } from '@tessera/dialects'
import { Dpop } from '../dpop/dpop.js'
import { dpopChallenge, dpopProblem } from '../dpop/dpop-problem.js'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { secondFactorLost } from '../second-factors/check.js'
import { userView } from '../users/user-view.js'
import { LogIn, type LoginAnswer } from './log-in.js'
import { LogOut } from './log-out.js'
import { factsOf } from './refresh-facts.js'
import { Refresh } from './refresh.js'

const keyNotLoaded = () =>
  problem('unavailable', 'A key that this token needs is not loaded here yet. The token is still good: send it again shortly.')

function refused({ code, detail, reason }: RefusalProblem) {
  const isOfProof = code === 'invalid_dpop_proof' || code === 'use_dpop_nonce'
  return problem(code, detail, {
    ...(reason !== undefined && { reason }),
    ...(isOfProof && { headers: { 'www-authenticate': dpopChallenge(code) } }),
  })
}

/** Logging in, refreshing and logging out, in our own wire format. */
@Controller()
export class SessionsController {
  constructor(
    private readonly logInVerb: LogIn,
    private readonly refreshVerb: Refresh,
    private readonly logOutVerb: LogOut,
    private readonly dpop: Dpop,
  ) {}

  @Serves(routes.logIn)
  async logIn({ body }: RouteRequest<typeof routes.logIn>, call: CallContext<typeof routes.logIn>): Promise<Answer<typeof routes.logIn>> {
    const { proof, refusal, error } = await this.dpop.proofIn(call.proving)
    if (refusal !== undefined) {
      call.note({ refusal })
      return dpopProblem(error)
    }
    const answer = await this.logInVerb.logIn(
      {
        email: body.email,
        password: body.password,
        clientId: body.client_id ?? null,
        clientSecret: body.client_secret ?? null,
        apiKey: null,
        dialect: null,
        deviceId: body.device_id ?? null,
        deviceName: body.device_name ?? null,
        secondFactor: { otp: body.otp ?? null, recoveryCode: body.recovery_code ?? null },
        dpopThumbprint: proof?.thumbprint ?? null,
      },
      call.origin,
    )
    if (answer.outcome === 'refused') {
      call.note({ refusal: answer.refusal })
      return loginProblem(answer)
    }
    const { handedOut, user } = answer
    call.note({ userId: user.id, sessionId: handedOut.sessionId })
    call.giveNonceFor(handedOut.refreshToken)
    return { status: 201, body: { ...tokenResponse(handedOut), user: userView(user) } }
  }

  @Serves(routes.refresh)
  async refresh(
    { body }: RouteRequest<typeof routes.refresh>,
    call: CallContext<typeof routes.refresh>,
  ): Promise<Answer<typeof routes.refresh>> {
    call.giveNonceFor(body.refresh_token)
    const { proof, refusal, error } = await this.dpop.proofIn(call.proving, { refreshToken: body.refresh_token })
    if (refusal !== undefined) {
      call.note({ refusal })
      return dpopProblem(error)
    }
    const answer = await this.refreshVerb.refresh(
      {
        refreshToken: body.refresh_token,
        clientId: body.client_id ?? null,
        clientSecret: body.client_secret ?? null,
        apiKey: null,
        dialect: null,
        scope: body.scope === undefined ? null : [...new Set(body.scope.split(' '))],
        dpop: proof,
      },
      call,
    )
    call.note(factsOf(answer))
    switch (answer.outcome) {
      case 'key_not_loaded':
        return keyNotLoaded()
      case 'caller_gone':
        return problem('unavailable', 'The connection was closed before the refresh was begun. Nothing was done; send it again.')
      case 'too_many_attempts':
        return tooManyRequests(answer.attempts)
      case 'refused':
        return refused(problemOfRefusal(answer.refusal, answer.end))
      case 'handed_out':
        call.giveNonceFor(answer.handedOut.refreshToken)
        return { status: 200, body: tokenResponse(answer.handedOut) }
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

function loginProblem(answer: LoginAnswer & { readonly outcome: 'refused' }) {
  switch (answer.refusal) {
    case 'too_many_attempts':
      return tooManyRequests(answer)
    case 'client_unusable':
      return problem('invalid_client', 'There is no client of this id that may log users in here, or it did not authenticate.')
    case 'proof_missing':
      return problem('invalid_dpop_proof', 'The sessions of this client are bound to a key: send a proof of it in the DPoP header.', {
        headers: { 'www-authenticate': dpopChallenge('invalid_dpop_proof') },
      })
    case 'email_unverified':
      return problem('email_unverified', 'The password is right, but the address is not verified yet: send the code that was mailed to it.')
    case 'second_factor_owed':
      return problem('second_factor_required', 'The password is right. Send the login again with the code of your authenticator, as otp.')
    case 'second_factor_wrong':
      return problem('invalid_second_factor', 'The code is not the one that the authenticator shows now, or it was used already.')
    case 'second_factor_lost':
      return problem('second_factor_lost', `The password is right. ${secondFactorLost}`)
    default:
      return problem('invalid_credentials', 'No account has this e-mail and password.')
  }
}
