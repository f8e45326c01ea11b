import { Injectable } from '@nestjs/common'
import { routes } from '@tessera/contract'
import type { AccountSaid } from '@tessera/dialects'
import { ChangePassword } from '../accounts/change-password.js'
import { ForgotPassword } from '../accounts/forgot-password.js'
import { ResetPassword } from '../accounts/reset-password.js'
import type { CallContext } from '../http/call-context.js'
import { Limits } from '../limits/limits.js'
import { type AccountOutcome, fitting, weak } from './account-outcome.js'

/** Forgetting, resetting and changing a password, for a documented wire format: by the verbs and within the limits of our own calls. */
@Injectable()
export class DialectPasswords {
  constructor(
    private readonly forgotVerb: ForgotPassword,
    private readonly resetVerb: ResetPassword,
    private readonly changeVerb: ChangePassword,
    private readonly limits: Limits,
  ) {}

  readonly forgotPassword = async (
    said: AccountSaid['forgotPassword'],
    { origin }: CallContext,
  ): Promise<AccountOutcome<'forgotPassword'>> => {
    const read = fitting(routes.forgotPassword.body, said)
    if ('unfit' in read) return read
    const tooMany = await this.limits.spend('forgot_password', { account: read.fit.email, ip: origin.ip })
    if (tooMany) return tooMany
    await this.forgotVerb.forgot(read.fit.email, origin)
    return 'done'
  }

  readonly resetPassword = async (
    { token, newPassword }: AccountSaid['resetPassword'],
    { origin, note }: CallContext,
  ): Promise<AccountOutcome<'resetPassword'>> => {
    const read = fitting(routes.resetPassword.body, { token, new_password: newPassword })
    if ('unfit' in read) return read
    const tooMany = await this.limits.spend('reset', { account: null, ip: origin.ip })
    if (tooMany) return tooMany
    const reset = await this.resetVerb.reset(read.fit.token, read.fit.new_password, origin)
    if (reset.outcome === 'refused') return reset.refusal === 'weak_password' ? weak(reset.faults) : { refusal: 'link_refused' }
    note({ userId: reset.userId })
    return 'done'
  }

  /** The guard has let through nobody but whoever shows an access token of a session. */
  readonly changePassword = async (
    said: AccountSaid['changePassword'],
    { caller, origin }: CallContext,
  ): Promise<AccountOutcome<'changePassword'>> => {
    const { userId, sessionId } = caller ?? {}
    if (userId === undefined || !sessionId) return { refusal: 'caller_refused' }
    const read = fitting(routes.changeMyPassword.body, { current_password: said.currentPassword, new_password: said.newPassword })
    if ('unfit' in read) return read
    const tooMany = await this.limits.spend('password', { account: userId, ip: origin.ip })
    if (tooMany) return tooMany
    const { current_password: current, new_password: wanted } = read.fit
    const changed = await this.changeVerb.change({ userId, sessionId }, current, wanted, origin)
    if (changed.outcome === 'changed') return 'done'
    return changed.refusal === 'weak_password' ? weak(changed.faults) : { refusal: 'wrong_password' }
  }
}
