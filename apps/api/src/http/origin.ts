import { isIP } from 'node:net'
import type { Origin } from '@tessera/persistence'
import type { FastifyRequest } from 'fastify'

const longestUserAgent = 512

/**
 * Where a request came from: behind trusted proxies, what the last of them that we do not trust said. Written by strangers: never
 * markup, never trusted for more than showing it.
 *
 * @returns the address as PostgreSQL's `inet` takes it, null when a trusted proxy named none; and a user agent of at most 512
 * characters, without NUL and lone surrogates
 */
export function originOf(request: Pick<FastifyRequest, 'ip' | 'headers'>): Origin {
  return { ip: addressIn(request.ip), userAgent: userAgentIn(request.headers['user-agent']) }
}

/** A network address as it is stored and searched for; null for what is none. */
export function addressIn(text: string | undefined): string | null {
  // A zone (fe80::1%eth0) means something to one machine only; a mapped address (::ffff:192.0.2.1) is an IPv4 one.
  const address = text?.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '') ?? ''
  return isIP(address) === 0 ? null : address
}

/** An address or a network (CIDR), as it is searched for; null for what is neither. */
export function networkIn(text: string | undefined): string | null {
  const [, shown, length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text ?? '') ?? []
  const address = addressIn(shown)
  if (address === null || length === undefined) return address
  // Of a mapped network (::ffff:192.0.2.0/120) the first 96 bits say that it is an IPv4 one.
  const bits = Number(length) - (isIP(address) === 4 && shown?.includes(':') ? 96 : 0)
  return bits >= 0 && bits <= (isIP(address) === 4 ? 32 : 128) ? `${address}/${bits}` : null
}

function userAgentIn(text: string | undefined): string | null {
  const shown = text
    ?.slice(0, longestUserAgent)
    .replaceAll('\u0000', '')
    .replace(/\p{Surrogate}/gu, '')
    .trim()
  return shown ? shown : null
}
