import type { User } from '@tessera/contract'
import type { StoredUser } from '@tessera/persistence'
import { time } from '../http/time.js'

/** An account as the wire has it. */
export function userView({ id, email, name, roles, companyId, emailVerifiedAt, createdAt }: StoredUser): User {
  return {
    id,
    email,
    name,
    roles: [...roles],
    company_id: companyId,
    email_verified: emailVerifiedAt !== null,
    created_at: time(createdAt),
  }
}
