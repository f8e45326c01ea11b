import type { ApiKey } from '@tessera/contract'
import type { Instant } from '@tessera/core'
import type { ApiKeyPage, StoredApiKey } from '@tessera/persistence'
import { time } from '../http/time.js'
import { apiKeyPrefix } from './api-key.js'

/** A key as the wire has it. */
export function apiKeyView({ id, name, prefix, state, onHold, scopes, company, user, ...times }: StoredApiKey): ApiKey {
  return {
    ...{ id, name, prefix: apiKeyPrefix + prefix, state, on_hold: onHold, scopes: [...scopes], company, user },
    created_at: time(times.createdAt),
    expires_at: timeOrNull(times.expiresAt),
    last_used_at: timeOrNull(times.lastUsedAt),
    revoked_at: timeOrNull(times.revokedAt),
  }
}

/** A page of them. */
export function apiKeyPage({ items, next, count, countCapped: count_capped }: ApiKeyPage) {
  return { items: items.map(apiKeyView), next, count, count_capped }
}

const timeOrNull = (at: Instant | null): string | null => (at === null ? null : time(at))
