import type { CookieAttributes, CookieJar } from '../src/cookie-store.js'

/** A browser's cookies, as a server sees and sets them. */
export function cookieJar() {
  const kept = new Map<string, { value: string; attributes: CookieAttributes }>()
  const jar: CookieJar = {
    get: (name) => kept.get(name)?.value,
    set: (name, value, attributes) => void (attributes.maxAge > 0 ? kept.set(name, { value, attributes }) : kept.delete(name)),
  }
  return { jar, kept }
}
