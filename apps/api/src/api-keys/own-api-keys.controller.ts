import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { Limits } from '../limits/limits.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { apiKeyPage, apiKeyView } from './api-key-view.js'
import { ApiKeys } from './api-keys.js'
import { CreateApiKey } from './create.js'
import { onlyForOwners, tooManyApiKeys } from './refused-api-keys.js'

/** A user's own API keys. */
@Controller()
export class OwnApiKeysController {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly createApiKey: CreateApiKey,
    private readonly limits: Limits,
  ) {}

  @Serves(routes.myApiKeys)
  async list(
    { query }: RouteRequest<typeof routes.myApiKeys>,
    { caller }: CallContext<typeof routes.myApiKeys>,
  ): Promise<Answer<typeof routes.myApiKeys>> {
    const { state, limit = 50, after } = query
    return { status: 200, body: apiKeyPage(await this.apiKeys.list({ reach: { userId: caller.userId }, state, limit, after })) }
  }

  @Serves(routes.createMyApiKey)
  async create(
    { body }: RouteRequest<typeof routes.createMyApiKey>,
    { caller, origin }: CallContext<typeof routes.createMyApiKey>,
  ): Promise<Answer<typeof routes.createMyApiKey>> {
    const refused = await this.limits.spend('change_own', { account: caller.userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const { name, scopes, expires_in: expiresIn = null } = body
    const made = await this.createApiKey.create({ userId: caller.userId, name, scopes, expiresIn }, caller, origin)
    if (made.outcome === 'made') return { status: 201, body: { ...apiKeyView(made.apiKey), key: made.key } }
    if (made.refusal === 'too_many_api_keys') return tooManyApiKeys('You have')
    if (made.refusal === 'only_for_owners') return onlyForOwners()
    // The guard has just seen this user alive, and in this company.
    return problem('unavailable', 'The account changed while the key was made. Nothing was made; send the request again.')
  }

  @Serves(routes.revokeMyApiKey)
  async revoke(
    { params }: RouteRequest<typeof routes.revokeMyApiKey>,
    { caller, origin }: CallContext<typeof routes.revokeMyApiKey>,
  ): Promise<Answer<typeof routes.revokeMyApiKey>> {
    const { userId } = caller
    const isRevoked = await this.apiKeys.revoke({ id: params.id, by: userId, origin }, { userId })
    return isRevoked ? { status: 204, body: undefined } : problem('not_found', 'You have no API key of this id. Nothing was revoked.')
  }
}
