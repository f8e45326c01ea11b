import type { Role } from '@tessera/contract'

/** Where people land when nothing better is known: the page there sends each to their own place. */
export const home = '/'

/** Pages for people who are not signed in. Nobody is asked for a session there. */
export const publicPages: readonly string[] = ['/sign-up', '/verify', '/forgot', '/reset']

/** Pages that nobody should be sent back to after signing in. */
const entrances = ['/sign-in', '/refresh', ...publicPages]

/** Whoever has a role is here for everybody's sessions, and first for what needs attention; anybody else for their own account. */
export function landingOf(roles: readonly Role[]): '/overview' | '/account' {
  return roles.length > 0 ? '/overview' : '/account'
}

/**
 * A `next` parameter as a path of ours, or `home`: never another site, whatever tricks the parameter plays
 * (`//evil.example`, `/\evil.example`, `https:evil.example`, tabs and newlines that URL parsers drop).
 */
export function nextPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 2048 || !wanted.startsWith('/')) return home
  const own = 'http://console.invalid'
  if (!URL.canParse(wanted, own)) return home
  const url = new URL(wanted, own)
  if (url.origin !== own || url.pathname.startsWith('//')) return home
  if (url.pathname === '/' || entrances.some((entrance) => url.pathname === entrance || url.pathname.startsWith(`${entrance}/`)))
    return home
  return url.pathname + url.search
}

/** The address of a page with the way back in it, when there is one worth keeping. */
export function withNext(path: `/${string}`, parameters: Record<string, string | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && !(name === 'next' && value === home)) search.set(name, value)
  }
  return search.size === 0 ? path : `${path}?${search}`
}
