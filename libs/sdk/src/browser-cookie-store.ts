import { type CookieJar, type CookieOptions, storeIn } from './cookie-store.js'
import type { TokenStore } from './store.js'

/**
 * Keeps the tokens in cookies of the browser, which its scripts can read: for pages on several hosts below one `domain`. Where pages
 * have one origin, `localStorageStore` sends them to nobody; where they have a server, `cookieStore` keeps them from scripts.
 */
export function browserCookieStore(options: Omit<CookieOptions, 'secret'> = {}): TokenStore {
  return { ...storeIn(documentCookies, { ...options, httpOnly: false }), name: `cookie:${options.name ?? 'tessera'}` }
}

const documentCookies: CookieJar = {
  get(name) {
    const pairs = typeof document === 'undefined' ? [] : document.cookie.split('; ')
    return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
  },
  set(name, value, { secure, sameSite, path, domain, maxAge }) {
    if (typeof document === 'undefined') throw new Error('There are no cookies here: give createSession another store')
    const attributes = [`path=${path}`, `max-age=${maxAge}`, `samesite=${sameSite}`, domain && `domain=${domain}`, secure && 'secure']
    document.cookie = [`${name}=${value}`, ...attributes.filter(Boolean)].join('; ')
    if (maxAge > 0 && documentCookies.get(name) !== value) throw new Error(`The browser did not keep the cookie ${name}`)
  },
}
