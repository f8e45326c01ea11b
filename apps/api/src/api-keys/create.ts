import { Injectable } from '@nestjs/common'
import type { ApiKeyScope, Origin, StoredApiKey } from '@tessera/persistence'
import { type Caller, reachOf } from '../http/caller.js'
import { isLesser } from '../users/administering.js'
import { Users } from '../users/stores.js'
import { digestOf, newApiKey } from './api-key.js'
import { ApiKeys } from './api-keys.js'

export interface ApiKeyWanted {
  /** Whom it shall speak for. */
  readonly userId: string
  readonly name: string
  readonly scopes: readonly ApiKeyScope[]
  /** Seconds; null for a key that does not expire. */
  readonly expiresIn: number | null
}

export type ApiKeyMade =
  /** `key` is shown this once: only its hash is stored. */
  | { readonly outcome: 'made'; readonly apiKey: StoredApiKey; readonly key: string }
  | { readonly outcome: 'refused'; readonly refusal: 'user_unknown' | 'too_many_api_keys' | 'user_above_them' | 'only_for_owners' }

/** Makes an API key: for oneself, or for a user within what an administrator's role and company allow. */
@Injectable()
export class CreateApiKey {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly users: Users,
  ) {}

  async create({ scopes, ...wanted }: ApiKeyWanted, by: Caller, origin: Origin): Promise<ApiKeyMade> {
    const refusal = (await this.refusalFor(wanted.userId, by)) ?? (await this.refusalOfScopes(scopes, wanted.userId))
    if (refusal) return { outcome: 'refused', refusal }
    const key = newApiKey()
    const digest = digestOf(key)
    if (!digest) throw new Error('a new API key is none of ours')
    const creation = await this.apiKeys.create({ ...wanted, ...digest, scopes: [...new Set(scopes)], by: by.userId, origin }, reachOf(by))
    return creation.outcome === 'created' ? { outcome: 'made', apiKey: creation.apiKey, key } : creation
  }

  /** What a key does is done in its user's name: so whoever is bound to a company makes none for those who have as much to say as they. */
  private async refusalFor(userId: string, by: Caller): Promise<'user_unknown' | 'user_above_them' | null> {
    if (!by.companyBound || userId === by.userId) return null
    const user = await this.users.find(userId)
    if (!user || user.companyId !== by.companyId) return 'user_unknown'
    return user.roles.every(isLesser) ? null : 'user_above_them'
  }

  /** What reads every company's revocations speaks for an owner, and so is made by one: nobody else sees beyond their company. */
  private async refusalOfScopes(scopes: readonly ApiKeyScope[], userId: string): Promise<'only_for_owners' | null> {
    if (!scopes.includes('revocations:every_company')) return null
    const user = await this.users.find(userId)
    return user && !user.roles.includes('owner') ? 'only_for_owners' : null
  }
}
