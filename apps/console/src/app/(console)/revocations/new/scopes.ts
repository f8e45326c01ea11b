import type { Everything, Role } from '@tessera/contract'

export type Scope = Everything['scope']
export const everythingScopes = ['user', 'company', 'client', 'platform'] as const satisfies readonly Scope[]

/** Of what somebody may end everything. Clients and the platform belong to no company, so they are for owners alone. */
export function scopesFor(roles: readonly Role[]): readonly Scope[] {
  if (roles.includes('owner')) return everythingScopes
  return roles.includes('admin') ? ['user', 'company'] : []
}
