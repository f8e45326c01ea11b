import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import { Configuration } from '../configuration.js'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { time } from '../http/time.js'
import { Limits } from '../limits/limits.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { Users } from '../users/stores.js'
import { SetUpSecondFactor } from './set-up.js'
import { owesSecondFactor } from './required.js'
import { SecondFactors } from './stores.js'

const exists = () => problem('second_factor_exists', 'The account has a second factor already. Turn it off first. Nothing was changed.')

/** Setting up one's own second factor. */
@Controller()
export class SecondFactorController {
  constructor(
    private readonly factors: SecondFactors,
    private readonly setUp: SetUpSecondFactor,
    private readonly users: Users,
    private readonly limits: Limits,
    private readonly configuration: Configuration,
  ) {}

  @Serves(routes.mySecondFactor)
  async read(
    _request: RouteRequest<typeof routes.mySecondFactor>,
    { caller }: CallContext<typeof routes.mySecondFactor>,
  ): Promise<Answer<typeof routes.mySecondFactor>> {
    const stored = await this.factors.find(caller.userId)
    const at = stored?.confirmedAt ?? null
    const required = owesSecondFactor(caller.roles, this.configuration.accounts)
    const left = at === null ? 0 : (stored?.recoveryCodesLeft ?? 0)
    return { status: 200, body: { enabled: at !== null, enabled_at: at === null ? null : time(at), recovery_codes_left: left, required } }
  }

  @Serves(routes.setUpSecondFactor)
  async begin(
    { body }: RouteRequest<typeof routes.setUpSecondFactor>,
    { caller: { userId }, origin, note }: CallContext<typeof routes.setUpSecondFactor>,
  ): Promise<Answer<typeof routes.setUpSecondFactor>> {
    const refused = await this.limits.spend('password', { account: userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const begun = await this.setUp.begin(userId, body.current_password)
    if (begun === 'exists') return exists()
    if (begun !== 'wrong_password') return { status: 201, body: begun }
    note({ refusal: begun })
    return problem('wrong_password', 'The current password is wrong. Nothing was changed.')
  }

  @Serves(routes.confirmSecondFactor)
  async confirm(
    { body }: RouteRequest<typeof routes.confirmSecondFactor>,
    { caller, origin, note }: CallContext<typeof routes.confirmSecondFactor>,
  ): Promise<Answer<typeof routes.confirmSecondFactor>> {
    const refused = await this.limits.spend('code', { account: caller.userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const user = await this.users.find(caller.userId)
    const confirmed = await this.setUp.confirm(caller, user?.email ?? '', body.otp, origin)
    if (confirmed === 'exists') return exists()
    if (confirmed !== 'code_refused') return { status: 200, body: { recovery_codes: [...confirmed.recoveryCodes] } }
    note({ refusal: confirmed })
    return problem('invalid_code', 'The code is not the one that the authenticator shows now. The second factor is still off.')
  }
}
