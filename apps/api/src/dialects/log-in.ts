import { Injectable } from '@nestjs/common'
import { Login } from '@tessera/contract'
import type { Dialect, LoginRoute, WireAnswer, WireRequest } from '@tessera/dialects'
import { Dpop } from '../dpop/dpop.js'
import type { CallContext } from '../http/call-context.js'
import { tooManyInWords } from '../limits/too-many-attempts.js'
import { LogIn } from '../sessions/log-in.js'
import { challenged } from './proof.js'

/** Logs in, in a documented wire format: through the built-in client, as the documents know of no other. */
@Injectable()
export class DialectLogIn {
  constructor(
    private readonly logInVerb: LogIn,
    private readonly dpop: Dpop,
  ) {}

  async logIn(dialect: Dialect, route: LoginRoute, request: WireRequest, call: CallContext): Promise<WireAnswer> {
    const { said, answer: unread } = route.read(request)
    if (!said) return unread
    // Nobody has an account under what is no e-mail address to us, or with what we take for no password.
    const email = Login.shape.email.safeParse(said.email)
    const password = Login.shape.password.safeParse(said.password)
    if (!email.success) return route.errors.user_unknown
    if (!password.success) return route.errors.wrong_password
    const { proof, refusal, error } = await this.dpop.proofIn(call.proving)
    if (refusal !== undefined) {
      call.note({ refusal })
      return challenged(route.errors.proof_missing, error)
    }
    const answer = await this.logInVerb.logIn(
      {
        ...{ email: email.data, password: password.data, apiKey: said.apiKey ?? null, dialect },
        ...{
          clientId: null,
          clientSecret: null,
          deviceId: null,
          deviceName: null,
          secondFactor: { otp: null, recoveryCode: null },
          dpopThumbprint: proof?.thumbprint ?? null,
        },
      },
      call.origin,
    )
    if (answer.outcome === 'started') {
      call.note({ userId: answer.user.id, sessionId: answer.handedOut.sessionId })
      call.giveNonceFor(answer.handedOut.refreshToken)
      return route.answer(answer.handedOut)
    }
    call.note({ refusal: answer.refusal })
    if (answer.refusal !== 'too_many_attempts') {
      return challenged(route.errors[answer.refusal], answer.refusal === 'proof_missing' ? 'invalid_dpop_proof' : null)
    }
    return tooManyInWords(dialect.trouble, answer)
  }
}
