import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** Where a call came from. Written by strangers: never markup, never trusted for more than showing it. */
export interface Origin {
  /** As PostgreSQL's `inet` takes it; null when a trusted proxy named none. */
  readonly ip: string | null
  /** At most 512 characters, without NUL and lone surrogates. */
  readonly userAgent: string | null
}

const longestUserAgent = 512

/** The origin of a request: behind trusted proxies, what the last of them that we do not trust said. */
export function originOf(request: Pick<FastifyRequest, 'ip' | 'headers'>): Origin {
  return { ip: addressIn(request.ip), userAgent: userAgentIn(request.headers['user-agent']) }
}

/** A network address as it is stored and searched for; null for what is none. */
export function addressIn(text: string | undefined): string | null {
  // A zone (fe80::1%eth0) means something to one machine only; a mapped address (::ffff:192.0.2.1) is an IPv4 one.
  const address = text?.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '') ?? ''
  return isIP(address) === 0 ? null : address
}

function userAgentIn(text: string | undefined): string | null {
  const shown = text
    ?.slice(0, longestUserAgent)
    .replaceAll('\u0000', '')
    .replace(/\p{Surrogate}/gu, '')
    .trim()
  return shown ? shown : null
}
