import type { AdminUser } from '@tessera/contract'
import type { StoredUser } from '@tessera/persistence'
import { userView } from './user-view.js'

/** An account as administrators see it. */
export function adminUserView(user: StoredUser): AdminUser {
  return {
    ...userView(user),
    state: user.emailVerifiedAt === null ? 'unverified' : 'active',
    company: { id: user.companyId, name: '' },
    second_factor: user.secondFactorAt !== null,
    disabled_at: null,
    deleted_at: null,
    last_seen_at: null,
  }
}
