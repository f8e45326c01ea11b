import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import { Configuration } from '../configuration.js'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { Limits } from '../limits/limits.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { Users } from '../users/stores.js'
import { ChangeEmail } from './change-email.js'
import { meView } from './me-view.js'
import { OwnPassword } from './own-password.js'

/** Changing the address of one's own account. */
@Controller()
export class EmailController {
  constructor(
    private readonly own: OwnPassword,
    private readonly changeEmail: ChangeEmail,
    private readonly users: Users,
    private readonly limits: Limits,
    private readonly configuration: Configuration,
  ) {}

  @Serves(routes.changeMyEmail)
  async ask(
    { body }: RouteRequest<typeof routes.changeMyEmail>,
    { caller: { userId }, origin, note }: CallContext<typeof routes.changeMyEmail>,
  ): Promise<Answer<typeof routes.changeMyEmail>> {
    const guessed = await this.limits.spend('password', { account: userId, ip: origin.ip })
    if (guessed) return tooManyRequests(guessed)
    if (!(await this.own.prove(userId, body.current_password))) {
      note({ refusal: 'wrong_password' })
      return problem('wrong_password', 'The current password is wrong. Nothing was changed.')
    }
    const mailed = await this.limits.spend('change_email', { account: body.email, ip: origin.ip })
    if (mailed) return tooManyRequests(mailed)
    await this.changeEmail.ask(userId, body.email, origin)
    return { status: 202, body: undefined }
  }

  @Serves(routes.confirmMyEmail)
  async confirm(
    { body }: RouteRequest<typeof routes.confirmMyEmail>,
    { caller: { userId }, origin, note }: CallContext<typeof routes.confirmMyEmail>,
  ): Promise<Answer<typeof routes.confirmMyEmail>> {
    const refused = await this.limits.spend('code', { account: userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const before = await this.users.find(userId)
    const outcome = await this.changeEmail.confirm(userId, before?.email ?? '', body.code, origin)
    if (outcome === 'email_taken') return problem('email_taken', 'Somebody else has this address by now. Nothing was changed.')
    if (outcome === 'code_refused') {
      note({ refusal: outcome })
      return problem('invalid_code', 'The code is wrong, was used, or has expired. Nothing was changed.')
    }
    const user = await this.users.find(userId)
    if (!user) return problem('unavailable', 'The address was changed; the account could not be read.')
    return { status: 200, body: meView(user, this.configuration.accounts) }
  }
}
