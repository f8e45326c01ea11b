import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import { Configuration } from '../configuration.js'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { Limits } from '../limits/limits.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { Users } from '../users/stores.js'
import { Accounts } from './accounts.js'
import { meView } from './me-view.js'

/** A user's own account. */
@Controller()
export class MeController {
  constructor(
    private readonly users: Users,
    private readonly accounts: Accounts,
    private readonly limits: Limits,
    private readonly configuration: Configuration,
  ) {}

  @Serves(routes.me)
  async me(_request: RouteRequest<typeof routes.me>, { caller }: CallContext<typeof routes.me>): Promise<Answer<typeof routes.me>> {
    return this.read(caller.userId)
  }

  @Serves(routes.updateMe)
  async update(
    { body }: RouteRequest<typeof routes.updateMe>,
    { caller: { userId }, origin }: CallContext<typeof routes.updateMe>,
  ): Promise<Answer<typeof routes.updateMe>> {
    const refused = await this.limits.spend('change_own', { account: userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    if (body.name !== undefined) await this.accounts.rename({ userId, name: body.name, origin })
    return this.read(userId)
  }

  private async read(userId: string): Promise<Answer<typeof routes.me>> {
    const user = await this.users.find(userId)
    // The guard has just seen this user alive: deleted in between.
    if (!user) return problem('unavailable', 'The account changed while it was read. Send the request again.')
    return { status: 200, body: meView(user, this.configuration.accounts) }
  }
}
