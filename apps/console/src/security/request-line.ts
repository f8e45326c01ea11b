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

/** An address without the host that it may be asked for under (RFC 9112 §3.2.2): each host is as good as any other here. */
export function withoutHost(url: string): string {
  return url.replace(/^https?:\/\/[^/?]*\/?/i, '/')
}

/** An address whose path can be decoded: where it cannot, each `%` of it stands for itself, and leads to nothing that there is. */
export function withReadablePath(url: string): string {
  const [path = ''] = url.split('?', 1)
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length)
  }
}

/**
 * Makes this server take no request that Next cannot: there is no place of ours before it.
 *
 * - It looks through all fields of a query for each of them, several times: an address of fourteen thousand characters kept everybody waiting for seconds.
 * - A path that cannot be decoded was answered 500, and so was TRACE, with a stack in the log: Next has no request of that method. As another that no page
 *   of ours sends it is refused.
 * - An address with a host before it was led to that host, whosever it is.
 */
export function mendRequests(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    if (request.method === 'TRACE') request.method = 'OPTIONS'
    if (request.url !== undefined) request.url = withReadablePath(withoutEndlessQuery(withoutHost(request.url)))
  })
}
