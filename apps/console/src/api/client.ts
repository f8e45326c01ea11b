import 'server-only'
import { createClient, type Client } from '@tessera/sdk'
import { settings } from '../settings'

let client: Client | undefined

/** The API, as this server calls it. Its deadline is shorter than a person's patience and longer than the API's own (6 s). */
export function api(): Client {
  return (client ??= createClient({
    baseUrl: settings().apiUrl,
    timeout: 8_000,
    fetch: (input, init) => fetch(input, { ...init, cache: 'no-store' }),
  }))
}
