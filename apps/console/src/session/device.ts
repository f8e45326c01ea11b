import type { Settings } from '../settings'

/** The longest that browsers keep a cookie: 400 days, in seconds. Each login begins them anew. */
const longest = 34_560_000

/** Over TLS the prefix binds the cookie to this host: a neighbouring subdomain cannot plant one. */
export function deviceCookieName({ overTls }: Pick<Settings, 'overTls'>): string {
  return overTls ? '__Host-tessera-device' : 'tessera-device'
}

/** The name that this browser has at the API: the one it brought, or 128 new random bits when that is not one of ours. */
export function deviceIdOf(brought: string | undefined): string {
  if (brought !== undefined && /^[\w-]{22}$/.test(brought)) return brought
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
}

/** The cookie that lets a browser be known again at its next login. It is no login, and no script can read it. */
export function deviceCookie(id: string, settings: Pick<Settings, 'overTls'>) {
  return {
    ...{ name: deviceCookieName(settings), value: id, maxAge: longest },
    ...({ httpOnly: true, sameSite: 'lax', secure: settings.overTls, path: '/' } as const),
  }
}
