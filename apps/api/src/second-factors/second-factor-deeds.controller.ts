import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { Limits } from '../limits/limits.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { secondFactorLost } from './check.js'
import { type ChangeRefused, ChangeSecondFactor } from './change.js'

/** Turning one's second factor off, and renewing its recovery codes. */
@Controller()
export class SecondFactorDeedsController {
  constructor(
    private readonly change: ChangeSecondFactor,
    private readonly limits: Limits,
  ) {}

  @Serves(routes.renewRecoveryCodes)
  async renew(
    { body }: RouteRequest<typeof routes.renewRecoveryCodes>,
    { caller: { userId }, origin, note }: CallContext<typeof routes.renewRecoveryCodes>,
  ): Promise<Answer<typeof routes.renewRecoveryCodes>> {
    const refused = await this.limits.spend('password', { account: userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const renewed = await this.change.renewRecoveryCodes(userId, body.current_password, typedIn(body), origin)
    if ('codes' in renewed) return { status: 200, body: { recovery_codes: [...renewed.codes] } }
    note({ refusal: renewed.refusal })
    return problemOf(renewed)
  }

  @Serves(routes.removeSecondFactor)
  async remove(
    { body }: RouteRequest<typeof routes.removeSecondFactor>,
    { caller: { userId }, origin, note }: CallContext<typeof routes.removeSecondFactor>,
  ): Promise<Answer<typeof routes.removeSecondFactor>> {
    const refused = await this.limits.spend('password', { account: userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const kept = await this.change.remove(userId, body.current_password, typedIn(body), origin)
    if (kept === null) return { status: 204, body: undefined }
    note({ refusal: kept.refusal })
    return problemOf(kept)
  }
}

function typedIn({ otp, recovery_code }: { otp?: string | undefined; recovery_code?: string | undefined }) {
  return { otp: otp ?? null, recoveryCode: recovery_code ?? null }
}

function problemOf(refused: ChangeRefused) {
  switch (refused.refusal) {
    case 'too_many_attempts':
      return tooManyRequests(refused)
    case 'wrong_password':
      return problem('wrong_password', 'The current password is wrong. Nothing was changed.')
    case 'second_factor_wrong':
      return problem('invalid_code', 'The code is not good, or was used already. Nothing was changed.')
    case 'second_factor_lost':
      return problem('second_factor_lost', `${secondFactorLost} Nothing was changed.`)
    case 'no_factor':
      return problem('not_found', 'The account has no second factor. Nothing was changed.')
  }
}
