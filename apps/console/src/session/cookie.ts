import type { Settings } from '../settings'
import { seal } from './seal'
import type { Tokens } from './tokens'

/** Over TLS the prefix binds the cookie to this host and path: a neighbouring subdomain cannot plant one. */
export function cookieName({ overTls }: Pick<Settings, 'overTls'>): string {
  return overTls ? '__Host-tessera-console' : 'tessera-console'
}

/**
 * `Lax`, not `Strict`: a link to a session in a chat or a ticket must open for somebody who is signed in. Writes do not rely on it;
 * each checks its `Origin`.
 */
function attributes({ overTls }: Pick<Settings, 'overTls'>) {
  return { httpOnly: true, sameSite: 'lax', secure: overTls, path: '/' } as const
}

/** The cookie that keeps a person signed in. */
export async function cookieOf(tokens: Tokens, settings: Settings, now: number) {
  return {
    name: cookieName(settings),
    value: await seal(tokens, settings.secret),
    ...attributes(settings),
    maxAge: Math.max(0, Math.ceil((tokens.sessionEndsAt - now) / 1000)),
  }
}

/** The cookie that takes it away. */
export function noCookie(settings: Settings) {
  return { name: cookieName(settings), value: '', ...attributes(settings), maxAge: 0 }
}
