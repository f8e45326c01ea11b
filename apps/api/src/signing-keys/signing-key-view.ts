import type { SigningKey } from '@tessera/contract'
import type { Instant, Seconds } from '@tessera/core'
import type { ListedSigningKey } from '@tessera/persistence'
import { time } from '../http/time.js'

/**
 * A key as the wire has it.
 *
 * @param age at which one is rotated by itself; 0: none is
 */
export function signingKeyView({ kid, state, createdAt, activatesAt, retiredAt, ...later }: ListedSigningKey, age: Seconds): SigningKey {
  const rotates = age > 0 && state === 'active' && retiredAt === null
  return {
    ...{ kid, state, created_at: time(createdAt), activates_at: time(activatesAt), retires_at: timeOrNull(retiredAt) },
    published_until: timeOrNull(later.publishedUntil),
    withdrawn_at: timeOrNull(later.withdrawnAt),
    rotates_at: rotates ? time(activatesAt + age * 1000) : null,
  }
}

const timeOrNull = (at: Instant | null): string | null => (at === null ? null : time(at))
