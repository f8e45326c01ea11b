import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { Limits } from '../limits/limits.js'
import { ResendVerification } from './resend-verification.js'
import { SignUp } from './sign-up.js'
import { VerifyEmail } from './verify-email.js'
import { weakPassword } from './weak-password.js'

/** Signing up, and showing that an address is one's own. Every address is answered alike. */
@Controller()
export class SignUpController {
  constructor(
    private readonly signUpVerb: SignUp,
    private readonly verifyEmail: VerifyEmail,
    private readonly resendVerification: ResendVerification,
    private readonly limits: Limits,
  ) {}

  @Serves(routes.signUp)
  async signUp(
    { body: { email, password, name } }: RouteRequest<typeof routes.signUp>,
    { origin, note }: CallContext<typeof routes.signUp>,
  ): Promise<Answer<typeof routes.signUp>> {
    const refused = await this.limits.spend('sign_up', { account: email, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const signedUp = await this.signUpVerb.signUp({ email, password, name: name ?? null }, origin)
    if (signedUp.outcome === 'taken') return { status: 202, body: undefined }
    note({ refusal: signedUp.refusal })
    if (signedUp.refusal === 'weak_password') return weakPassword('body.password', signedUp.faults)
    return problem('forbidden', 'Signing up is turned off here. Ask an administrator for an account. Nothing was done.')
  }

  @Serves(routes.verifyEmail)
  async verify(
    { body: { email, code } }: RouteRequest<typeof routes.verifyEmail>,
    { origin, note }: CallContext<typeof routes.verifyEmail>,
  ): Promise<Answer<typeof routes.verifyEmail>> {
    const refused = await this.limits.spend('code', { account: email, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const verified = await this.verifyEmail.verify(email, code, origin)
    if (verified) {
      note(verified)
      return { status: 204, body: undefined }
    }
    note({ refusal: 'code_refused' })
    return problem('invalid_code', 'The code is wrong, was used, or has expired. Ask for another. Nothing was changed.')
  }

  @Serves(routes.resendVerification)
  async resend(
    { body: { email } }: RouteRequest<typeof routes.resendVerification>,
    { origin }: CallContext<typeof routes.resendVerification>,
  ): Promise<Answer<typeof routes.resendVerification>> {
    const refused = await this.limits.spend('resend_verification', { account: email, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    await this.resendVerification.resend(email, origin)
    return { status: 202, body: undefined }
  }
}
