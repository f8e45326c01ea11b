import { isIPv6 } from 'node:net'

/** The network that an address is counted under: an IPv4 address itself, and an IPv6 address's /64, which is one customer's line. */
export function networkOf(ip: string | null): string {
  return prefixOf(ip, 4)
}

/** The site that an address is counted under: an IPv6 address's /48, which one customer may have whole; else the network. */
export function siteOf(ip: string | null): string {
  return prefixOf(ip, 3)
}

/**
 * Where an address is, for recognising a device there again: an IPv4 /24 or an IPv6 /48, within which a line's address changes from day to
 * day. Nobody who is not there can have it.
 */
export function surroundingsOf(ip: string | null): string {
  const network = siteOf(ip)
  return network.includes('.') ? network.replace(/\.\d+$/, '.0/24') : network
}

function prefixOf(ip: string | null, length: 3 | 4): string {
  if (ip === null || !isIPv6(ip)) return ip ?? 'unknown'
  const [head = '', tail] = ip.toLowerCase().split('::')
  const before = groupsIn(head)
  const after = tail === undefined ? [] : groupsIn(tail)
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after]
  return `${groups
    .slice(0, length)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/${length * 16}`
}

/** An IPv4 address at the end stands for two groups; which ones does not matter here. */
function groupsIn(part: string): string[] {
  if (part === '') return []
  return part.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]))
}
