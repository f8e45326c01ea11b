import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/** `X-Forwarded-For` as the next hop should see it: what came, and after it the peer it came from. */
export function forwardedFor(came: string | undefined, peer: string | undefined): string | undefined {
  return [came, peer?.replace(/^::ffff:/, '')].filter(Boolean).join(', ') || undefined
}

/**
 * Makes this server append its peer to `X-Forwarded-For`, as every proxy does.
 *
 * Next sets that header only where it is absent and hides the socket afterwards, so whoever sends one of their own would choose the
 * address that their session shows. With the peer at the end, the API can tell which part of the list to trust.
 */
export function recordPeers(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    const came = request.headers['x-forwarded-for']
    const list = forwardedFor(Array.isArray(came) ? came.join(', ') : came, request.socket.remoteAddress)
    if (list !== undefined) request.headers['x-forwarded-for'] = list
  })
}
