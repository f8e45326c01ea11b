import { Injectable } from '@nestjs/common'
import { routes } from '@tessera/contract'
import type { AccountSaid } from '@tessera/dialects'
import { ResendVerification } from '../accounts/resend-verification.js'
import { SignUp } from '../accounts/sign-up.js'
import { VerifyEmail } from '../accounts/verify-email.js'
import type { CallContext } from '../http/call-context.js'
import { Limits } from '../limits/limits.js'
import { type AccountOutcome, fitting, weak } from './account-outcome.js'

/** Signing up and verifying an address, for a documented wire format: by the verbs and within the limits of our own calls. */
@Injectable()
export class DialectSignUp {
  constructor(
    private readonly signUpVerb: SignUp,
    private readonly verifyVerb: VerifyEmail,
    private readonly resendVerb: ResendVerification,
    private readonly limits: Limits,
  ) {}

  readonly signUp = async (said: AccountSaid['signUp'], { origin }: CallContext): Promise<AccountOutcome<'signUp'>> => {
    const read = fitting(routes.signUp.body, said)
    if ('unfit' in read) return read
    const { email, password, name = null } = read.fit
    const tooMany = await this.limits.spend('sign_up', { account: email, ip: origin.ip })
    if (tooMany) return tooMany
    const signedUp = await this.signUpVerb.signUp({ email, password, name }, origin)
    if (signedUp.outcome === 'taken') return 'done'
    return signedUp.refusal === 'weak_password' ? weak(signedUp.faults) : { refusal: 'sign_up_closed' }
  }

  readonly verifyEmail = async (
    said: AccountSaid['verifyEmail'],
    { origin, note }: CallContext,
  ): Promise<AccountOutcome<'verifyEmail'>> => {
    const read = fitting(routes.verifyEmail.body, said)
    if ('unfit' in read) return read
    const { email, code } = read.fit
    const tooMany = await this.limits.spend('code', { account: email, ip: origin.ip })
    if (tooMany) return tooMany
    const verified = await this.verifyVerb.verify(email, code, origin)
    if (!verified) return { refusal: 'code_refused' }
    note(verified)
    return 'done'
  }

  readonly resendVerification = async (
    said: AccountSaid['resendVerification'],
    { origin }: CallContext,
  ): Promise<AccountOutcome<'resendVerification'>> => {
    const read = fitting(routes.resendVerification.body, said)
    if ('unfit' in read) return read
    const tooMany = await this.limits.spend('resend_verification', { account: read.fit.email, ip: origin.ip })
    if (tooMany) return tooMany
    await this.resendVerb.resend(read.fit.email, origin)
    return 'done'
  }
}
