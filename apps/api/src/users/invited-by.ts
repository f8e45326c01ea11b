import type { StoredUser } from '@tessera/persistence'
import { writtenName } from '../mail/written-name.js'

/** Who invites, in the words of the mail. */
export function invitedBy(inviter: Pick<StoredUser, 'name' | 'email'> | null): string {
  if (!inviter) return 'an administrator'
  return inviter.name === null ? inviter.email : writtenName(inviter.name)
}
