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
  return { ip: addressIn(withoutPort(request.ip)), userAgent: userAgentIn(request.headers['user-agent']) }
}

/** Some proxies say the port too, as that of Azure does: `203.0.113.9:4711`, `[2001:db8::1]:4711`. Else all behind it were one network to the limits. */
function withoutPort(text: string | undefined): string | undefined {
  const [, address] = /^([\d.]+|\[[^\]]*\])(?::\d+)?$/.exec(text ?? '') ?? []
  return address?.replace(/^\[|\]$/g, '') ?? text
}

/** A network address as it is stored and searched for; null for what is none. */
export function addressIn(text: string | undefined): string | null {
  // A zone (fe80::1%eth0) means something to one machine only.
  const address = text?.replace(/%.*$/, '') ?? ''
  if (isIP(address) === 0) return null
  return isMapped.test(address) ? unmapped(address) : address
}

/** ::ffff:192.0.2.1, or ::ffff:c000:201: an IPv4 address that is written as IPv6 (RFC 4291 §2.5.5.2). */
const isMapped = /^::ffff:(?:[\d.]+|[\da-f]{1,4}:[\da-f]{1,4})$/i

function unmapped(address: string): string {
  const shown = address.slice('::ffff:'.length)
  if (shown.includes('.')) return shown
  return shown
    .split(':')
    .flatMap((pair) => [parseInt(pair, 16) >> 8, parseInt(pair, 16) & 255])
    .join('.')
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

/**
 * The network that a request asks for, which its schema has accepted.
 *
 * @throws when it is none: to search for everything instead would find, and might end, what nobody asked for
 */
export function networkGiven(given: string | undefined): string | undefined {
  if (given === undefined) return undefined
  const network = networkIn(given)
  if (network === null) throw new Error('A network that the contract accepts cannot be read.')
  return network
}

function userAgentIn(text: string | undefined): string | null {
  const shown = text
    ?.slice(0, longestUserAgent)
    .replaceAll('\u0000', '')
    .replace(/\p{Surrogate}/gu, '')
    .trim()
  return shown ? shown : null
}
