import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { reachOf } from '../http/caller.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { apiKeyPrefix } from './api-key.js'
import { apiKeyPage, apiKeyView } from './api-key-view.js'
import { ApiKeys } from './api-keys.js'
import { CreateApiKey } from './create.js'
import { onlyForOwners, tooManyApiKeys } from './refused-api-keys.js'

/** The API keys of everybody, or of the caller's company, for administrators. */
@Controller()
export class AdminApiKeysController {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly createApiKey: CreateApiKey,
  ) {}

  @Serves(routes.listApiKeys)
  async list(
    { query }: RouteRequest<typeof routes.listApiKeys>,
    { caller }: CallContext<typeof routes.listApiKeys>,
  ): Promise<Answer<typeof routes.listApiKeys>> {
    const { user_id: userId, company_id: companyId, state, limit = 50, after } = query
    const prefix = query.prefix?.slice(apiKeyPrefix.length)
    const page = await this.apiKeys.list({ reach: reachOf(caller), userId, companyId, prefix, state, limit, after })
    return { status: 200, body: apiKeyPage(page) }
  }

  @Serves(routes.createApiKey)
  async create(
    { body }: RouteRequest<typeof routes.createApiKey>,
    { caller, origin }: CallContext<typeof routes.createApiKey>,
  ): Promise<Answer<typeof routes.createApiKey>> {
    const { user_id: userId, name, scopes, expires_in: expiresIn = null } = body
    const made = await this.createApiKey.create({ userId, name, scopes, expiresIn }, caller, origin)
    if (made.outcome === 'made') return { status: 201, body: { ...apiKeyView(made.apiKey), key: made.key } }
    switch (made.refusal) {
      case 'user_unknown':
        return problem('not_found', 'There is no active user of this id. Nothing was made.')
      case 'user_above_them':
        return problem('forbidden', 'Only an owner may make an API key for another owner or admin. Nothing was made.')
      case 'only_for_owners':
        return onlyForOwners()
      case 'too_many_api_keys':
        return tooManyApiKeys('The user has')
    }
  }

  @Serves(routes.readApiKey)
  async read(
    { params }: RouteRequest<typeof routes.readApiKey>,
    { caller }: CallContext<typeof routes.readApiKey>,
  ): Promise<Answer<typeof routes.readApiKey>> {
    const apiKey = await this.apiKeys.find(params.id, reachOf(caller))
    return apiKey ? { status: 200, body: apiKeyView(apiKey) } : problem('not_found', 'There is no API key of this id.')
  }

  @Serves(routes.revokeApiKey)
  async revoke(
    { params }: RouteRequest<typeof routes.revokeApiKey>,
    { caller, origin }: CallContext<typeof routes.revokeApiKey>,
  ): Promise<Answer<typeof routes.revokeApiKey>> {
    const isRevoked = await this.apiKeys.revoke({ id: params.id, by: caller.userId, origin }, reachOf(caller))
    return isRevoked ? { status: 204, body: undefined } : problem('not_found', 'There is no API key of this id. Nothing was revoked.')
  }
}
