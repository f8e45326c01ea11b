import type { LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { isPublic } from '../places/public-address.js'

/** Why an address is told nothing; `unresolved`: its name has none now. */
export type AddressRefusal = 'refused_scheme' | 'refused_address' | 'unresolved'

export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

/** Which addresses receivers may have: those of the public internet, and what the operator says (`RECEIVER_NETWORKS`). */
export class ReceiverAddresses {
  private readonly allowed = new BlockList()

  /**
   * @param networks beside the public ones: addresses, networks, or `loopback`
   * @param httpsOnly whether nothing may be sent in the clear
   */
  constructor(
    networks: readonly string[],
    private readonly httpsOnly: boolean,
    private readonly resolve: Resolve = resolveAll,
  ) {
    for (const network of networks.flatMap((entry) => (entry === 'loopback' ? ['127.0.0.0/8', '::1/128'] : [entry]))) {
      const [address = '', bits] = network.split('/')
      const family = isIPv6(address) ? 'ipv6' : 'ipv4'
      this.allowed.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
    }
  }

  /**
   * Where to connect to for a URL. A name that has any address that is not allowed is refused whole: who can give it one can give it another
   * a moment later. Nobody may resolve the name again afterwards, for the same reason.
   */
  async of(url: URL): Promise<{ readonly addresses: readonly LookupAddress[] } | { readonly refusal: AddressRefusal }> {
    if (url.protocol !== 'https:' && (this.httpsOnly || url.protocol !== 'http:')) return { refusal: 'refused_scheme' }
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
    const family = isIP(host)
    const addresses = family !== 0 ? [{ address: host, family }] : await this.resolve(host).catch(() => [])
    if (addresses.length === 0) return { refusal: 'unresolved' }
    return addresses.every(({ address }) => this.allows(address)) ? { addresses } : { refusal: 'refused_address' }
  }

  private allows(address: string): boolean {
    // A zone (fe80::1%eth0) is a way out of this machine, and no part of the address.
    const bare = unmapped(address.replace(/%.*$/, ''))
    return (isPublic(bare) && !isRelayed(bare)) || this.allowed.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4')
  }
}

/** Public as they stand, and each leads to an IPv4 address that it has inside: 6to4 (RFC 3056), its relays (RFC 7526), Teredo (RFC 4380). */
const relayed = new BlockList()
relayed.addSubnet('2002::', 16, 'ipv6')
relayed.addSubnet('2001::', 23, 'ipv6')
relayed.addSubnet('192.88.99.0', 24, 'ipv4')

function isRelayed(address: string): boolean {
  return relayed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** The IPv4 address inside an IPv6 one that only wraps it (RFC 4291 §2.5.5.2), in whichever form it is written; else the address itself. */
function unmapped(address: string): string {
  if (!isIPv6(address)) return address
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(new URL(`http://[${address}]`).hostname) ?? []
  if (high === undefined || low === undefined) return address
  const bits = (parseInt(high, 16) << 16) | parseInt(low, 16)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}

/** Milliseconds for one question, asked twice at most. */
const patience = 1500

/**
 * Asks the name servers. The system's own way (`getaddrinfo`) would occupy a thread for each name that somebody lets take its time, and the
 * threads hash passwords too: so names of a hosts file are not found, but for this machine's.
 */
async function resolveAll(hostname: string): Promise<readonly LookupAddress[]> {
  if (/(^|\.)localhost\.?$/.test(hostname)) {
    return [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]
  }
  const resolver = new Resolver({ timeout: patience, tries: 2 })
  const found = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
  return found.flatMap((answer, index) =>
    answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family: index === 0 ? 4 : 6 })) : [],
  )
}
