import type { cookies } from 'next/headers.js'
import type { NextRequest, NextResponse } from 'next/server.js'
import type { CookieAttributes, CookieJar } from '../cookie-store.js'

/** The cookies of the request that is being answered. While a page is rendered they can be read, and not set. */
export function jarOf(held: Awaited<ReturnType<typeof cookies>>): CookieJar {
  return {
    get: (name) => held.get(name)?.value,
    set: (name, value, attributes) => void held.set(name, value, attributes),
    canSet() {
      try {
        // Next tells only when one tries. Taking away a cookie that is not there changes nothing.
        held.delete('tessera.probe')
        return true
      } catch {
        return false
      }
    },
  }
}

/** The cookies of a request that passes through the proxy: what is set goes to the browser, and on to the page that is rendered. */
export function jarOfPassing(request: NextRequest): CookieJar & { applyTo(response: NextResponse): void } {
  const changes = new Map<string, readonly [value: string, attributes: CookieAttributes]>()
  return {
    get: (name) => request.cookies.get(name)?.value,
    set(name, value, attributes) {
      if (attributes.maxAge > 0) request.cookies.set(name, value)
      else request.cookies.delete(name)
      changes.set(name, [value, attributes])
    },
    applyTo(response) {
      if (changes.size === 0) return
      changes.forEach(([value, attributes], name) => response.cookies.set(name, value, attributes))
      // The page may be one that caches keep for everybody, and the cookie is one person's.
      response.headers.set('cache-control', 'private, no-store')
    },
  }
}
