import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { Limits } from '../limits/limits.js'
import { ChangePassword } from './change-password.js'
import { ForgotPassword } from './forgot-password.js'
import { ResetPassword } from './reset-password.js'
import { weakPassword } from './weak-password.js'

/** Passwords: changed by whoever knows the current one, or set by whoever holds a link. */
@Controller()
export class PasswordController {
  constructor(
    private readonly forgotPassword: ForgotPassword,
    private readonly resetPassword: ResetPassword,
    private readonly changePassword: ChangePassword,
    private readonly limits: Limits,
  ) {}

  @Serves(routes.forgotPassword)
  async forgot(
    { body: { email } }: RouteRequest<typeof routes.forgotPassword>,
    { origin }: CallContext<typeof routes.forgotPassword>,
  ): Promise<Answer<typeof routes.forgotPassword>> {
    const refused = await this.limits.spend('forgot_password', { account: email, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    await this.forgotPassword.forgot(email, origin)
    return { status: 202, body: undefined }
  }

  @Serves(routes.resetPassword)
  async reset(
    { body }: RouteRequest<typeof routes.resetPassword>,
    { origin, note }: CallContext<typeof routes.resetPassword>,
  ): Promise<Answer<typeof routes.resetPassword>> {
    const refused = await this.limits.spend('reset', { account: null, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const reset = await this.resetPassword.reset(body.token, body.new_password, origin)
    if (reset.outcome === 'reset') {
      note({ userId: reset.userId })
      return { status: 204, body: undefined }
    }
    note({ refusal: reset.refusal })
    if (reset.refusal === 'weak_password') return weakPassword('body.new_password', reset.faults)
    return problem('invalid_link', 'The link is wrong, was used, or has expired. Ask for another. Nothing was changed.')
  }

  @Serves(routes.changeMyPassword)
  async change(
    { body }: RouteRequest<typeof routes.changeMyPassword>,
    { caller, origin, note }: CallContext<typeof routes.changeMyPassword>,
  ): Promise<Answer<typeof routes.changeMyPassword>> {
    const refused = await this.limits.spend('password', { account: caller.userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const changed = await this.changePassword.change(caller, body.current_password, body.new_password, origin)
    if (changed.outcome === 'changed') return { status: 204, body: undefined }
    note({ refusal: changed.refusal })
    if (changed.refusal === 'weak_password') return weakPassword('body.new_password', changed.faults)
    return problem('wrong_password', 'The current password is wrong. Nothing was changed.')
  }
}
