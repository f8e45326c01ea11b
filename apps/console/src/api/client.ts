import 'server-only'
import { createClient, type Client } from '@tessera/sdk'
import { settings } from '../settings'

/**
 * The API, as this server calls it for the person whose request came with these headers: sessions and events show their browser and
 * address, not this server's. Its deadline is shorter than a person's patience and longer than the API's own (6 s).
 */
export function api(came: Pick<Headers, 'get'>): Client {
  return createClient({
    baseUrl: settings().apiUrl,
    timeout: 8_000,
    headers: forwarded(came),
    fetch: (input, init) => fetch(input, { ...init, cache: 'no-store' }),
  })
}

/** What the API is told of the person's browser and address. */
export function forwarded(came: Pick<Headers, 'get'>): Record<string, string> {
  const named = ['user-agent', 'x-forwarded-for'].map((name) => [name, came.get(name)] as const)
  return Object.fromEntries(named.filter((header): header is [string, string] => Boolean(header[1])))
}
