import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { MailUser } from './mail-user.js'
import { refusedUser } from './refused-user.js'
import { RemoveUser } from './remove.js'

/** What administrators do to an account beyond changing it. */
@Controller()
export class UserDeedsController {
  constructor(
    private readonly removeUser: RemoveUser,
    private readonly mailUser: MailUser,
  ) {}

  @Serves(routes.deleteUser)
  async remove(
    { params: { id } }: RouteRequest<typeof routes.deleteUser>,
    { caller, origin }: CallContext<typeof routes.deleteUser>,
  ): Promise<Answer<typeof routes.deleteUser>> {
    const refusal = await this.removeUser.remove(id, caller, origin)
    return refusal ? refusedUser(refusal) : { status: 204, body: undefined }
  }

  @Serves(routes.inviteUser)
  async invite(
    { params: { id } }: RouteRequest<typeof routes.inviteUser>,
    { caller, origin }: CallContext<typeof routes.inviteUser>,
  ): Promise<Answer<typeof routes.inviteUser>> {
    const refusal = await this.mailUser.inviteAgain(id, caller, origin)
    if (refusal === 'not_invited')
      return problem('not_found', 'This user awaits no invitation: the account is in use, or disabled. Nothing was mailed.')
    if (refusal) return refusedUser(refusal)
    return { status: 202, body: undefined }
  }

  @Serves(routes.forcePasswordReset)
  async forceReset(
    { params: { id } }: RouteRequest<typeof routes.forcePasswordReset>,
    { caller, origin }: CallContext<typeof routes.forcePasswordReset>,
  ): Promise<Answer<typeof routes.forcePasswordReset>> {
    const refusal = await this.mailUser.forceReset(id, caller, origin)
    if (refusal === 'user_disabled')
      return problem('not_found', 'This user is disabled, so a link would open nothing. Nothing was changed.')
    if (refusal) return refusedUser(refusal)
    return { status: 202, body: undefined }
  }

  @Serves(routes.takeSecondFactor)
  async takeSecondFactor(
    { params: { id } }: RouteRequest<typeof routes.takeSecondFactor>,
    { caller, origin }: CallContext<typeof routes.takeSecondFactor>,
  ): Promise<Answer<typeof routes.takeSecondFactor>> {
    const refusal = await this.mailUser.takeSecondFactor(id, caller, origin)
    if (refusal === 'own_factor') {
      return problem(
        'forbidden',
        'Your own second factor is turned off with your password and a code, under /v1/me/second-factor/remove. Nothing was changed.',
      )
    }
    if (refusal) return refusedUser(refusal)
    return { status: 204, body: undefined }
  }
}
