import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/** Several times what any page of ours knows. */
const mostFields = 100

/** An address without its query, where that has more fields than any page knows. */
export function withoutEndlessQuery(url: string): string {
  const begins = url.indexOf('?')
  const isEndless = begins !== -1 && url.slice(begins + 1).split('&', mostFields + 1).length > mostFields
  return isEndless ? url.slice(0, begins) : url
}

/**
 * Makes this server take no endless queries. Next looks through all fields for each of them, several times: an address of fourteen thousand
 * characters kept everybody waiting for seconds, and there is no place of ours before that.
 */
export function boundQueries(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    if (request.url !== undefined) request.url = withoutEndlessQuery(request.url)
  })
}
