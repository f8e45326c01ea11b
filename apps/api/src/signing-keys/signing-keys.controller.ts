import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import { Configuration } from '../configuration.js'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { RotateSigningKey } from './rotate.js'
import { signingKeyView } from './signing-key-view.js'
import { StoredSigningKeys } from './stored-signing-keys.js'
import { WithdrawSigningKey } from './withdraw.js'

/** The keys that sign access tokens. They are the platform's: whoever administers sees them, owners change them. */
@Controller()
export class SigningKeysController {
  constructor(
    private readonly stored: StoredSigningKeys,
    private readonly configuration: Configuration,
    private readonly rotateSigningKey: RotateSigningKey,
    private readonly withdrawSigningKey: WithdrawSigningKey,
  ) {}

  @Serves(routes.listSigningKeys)
  async list(_request: RouteRequest<typeof routes.listSigningKeys>): Promise<Answer<typeof routes.listSigningKeys>> {
    const keys = await this.stored.list()
    return { status: 200, body: { items: keys.map((key) => signingKeyView(key, this.configuration.signingKeyAge)) } }
  }

  @Serves(routes.rotateSigningKey)
  async rotate(
    { body }: RouteRequest<typeof routes.rotateSigningKey>,
    { caller, origin }: CallContext<typeof routes.rotateSigningKey>,
  ): Promise<Answer<typeof routes.rotateSigningKey>> {
    const key = await this.rotateSigningKey.rotate(body.at_once ?? false, caller, origin)
    return { status: 201, body: signingKeyView(key, this.configuration.signingKeyAge) }
  }

  @Serves(routes.withdrawSigningKey)
  async withdraw(
    { params }: RouteRequest<typeof routes.withdrawSigningKey>,
    { caller, origin }: CallContext<typeof routes.withdrawSigningKey>,
  ): Promise<Answer<typeof routes.withdrawSigningKey>> {
    const withdrawn = await this.withdrawSigningKey.withdraw(params.kid, caller, origin)
    if (withdrawn.outcome === 'withdrawn') return { status: 200, body: signingKeyView(withdrawn.key, this.configuration.signingKeyAge) }
    switch (withdrawn.refusal) {
      case 'key_unknown':
        return problem('not_found', 'There is no signing key of this id. Nothing was withdrawn.')
      case 'key_signs':
        return problem('key_signs', 'Access tokens are signed with this key now. Nothing was withdrawn; rotate first, with `at_once`.')
    }
  }
}
