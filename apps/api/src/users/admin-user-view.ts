import type { AdminUser } from '@tessera/contract'
import type { AdministeredUser } from '@tessera/persistence'
import { time } from '../http/time.js'

/** An account as administrators see it. */
export function adminUserView(user: AdministeredUser): AdminUser {
  const { id, email, name, roles, companyId, companyName, state, emailVerifiedAt, secondFactorAt } = user
  return {
    ...{ id, email, name, roles: [...roles], company_id: companyId, company: { id: companyId, name: companyName }, state },
    email_verified: emailVerifiedAt !== null,
    second_factor: secondFactorAt !== null,
    created_at: time(user.createdAt),
    disabled_at: timeOrNull(user.disabledAt),
    deleted_at: timeOrNull(user.deletedAt),
    last_seen_at: timeOrNull(user.lastSeenAt),
  }
}

const timeOrNull = (at: number | null) => (at === null ? null : time(at))
