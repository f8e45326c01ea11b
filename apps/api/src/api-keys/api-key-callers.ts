import { Injectable } from '@nestjs/common'
import type { ApiKeyScope } from '@tessera/contract'
import { type ApiKeyCaller, ApiKeyDirectory, type ApiKeyCallerRefusal } from '../http/caller.js'
import { digestOf } from './api-key.js'
import { ApiKeys } from './api-keys.js'
import { LastUsed } from './last-used.js'

/** Finds who an API key speaks for now: its user as the database has them today, and within its company, even an owner: of others it reads revocations, where it may. */
@Injectable()
export class ApiKeyCallers extends ApiKeyDirectory {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly lastUsed: LastUsed,
  ) {
    super()
  }

  async find(key: string, scope: ApiKeyScope): Promise<ApiKeyCaller | ApiKeyCallerRefusal> {
    const digest = digestOf(key)
    if (!digest) return { refusal: 'api_key_malformed' }
    const bearer = await this.apiKeys.authenticate(digest)
    if ('refusal' in bearer) return bearer
    this.lastUsed.note(digest.prefix)
    const { id: apiKeyId, userId, companyId, roles, hasSecondFactor, scopes } = bearer
    if (!scopes.includes(scope)) return { refusal: 'api_key_scope_missing', apiKeyId }
    return { apiKeyId, userId, companyId, roles, hasSecondFactor, companyBound: true, sessionId: null, clientId: null, scopes }
  }
}
