import { companyManagers, viewers, type Role } from '@tessera/contract'
import type { Place } from './place'

const all: readonly Place[] = [
  { href: '/overview', name: 'Overview', key: 'o', roles: viewers },
  { href: '/sessions', name: 'Sessions', key: 's', roles: viewers },
  // Not below /sessions: a session's panel beside the list would take the address.
  { href: '/revocations', name: 'Revocations', key: 'r', roles: viewers, under: '/sessions' },
  { href: '/users', name: 'Users', key: 'u', roles: viewers },
  // Whoever is bound to a company needs no list of them.
  { href: '/companies', name: 'Companies', key: 'm', roles: companyManagers },
  { href: '/clients', name: 'Clients', key: 'c', roles: viewers },
  { href: '/api-keys', name: 'API keys', key: 'a', roles: viewers },
  {
    href: '/followers',
    name: 'Followers',
    key: 'f',
    words: 'verifier revocation feed resource servers',
    roles: viewers,
    under: '/api-keys',
  },
  { href: '/signing-keys', name: 'Signing keys', key: 'k', roles: viewers },
  { href: '/events', name: 'Events', key: 'e', roles: viewers },
  { href: '/receivers', name: 'Receivers', key: 'w', words: 'webhooks security event tokens', roles: viewers, under: '/events' },
]

/** The places that somebody is shown, in their order. Whoever has no role has one place only, their account, and needs no list. */
export function placesOf(roles: readonly Role[]): readonly Place[] {
  return all.filter((place) => place.roles.some((role) => roles.includes(role)))
}
