import { roles, type Role } from '@tessera/contract'
import { decodeJwt } from 'jose'

/**
 * The roles that an access token of ours was given. For what to show while the API cannot say who is looking, and for nothing else: they
 * may have been taken away since. The token comes out of the sealed cookie, so nobody else wrote it.
 */
export function rolesInToken(accessToken: string): readonly Role[] {
  try {
    const { roles: given } = decodeJwt(accessToken)
    return roles.filter((role) => Array.isArray(given) && given.includes(role))
  } catch {
    return []
  }
}
