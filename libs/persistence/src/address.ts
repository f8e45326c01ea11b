import { isIP } from 'node:net'

/**
 * What is wrong with the address of a database, where `pg` would say nothing, or “Invalid URL”; undefined where nothing is.
 *
 * @returns a sentence that begins with the name of the setting, which is left to whoever asks
 */
export function faultOfAddress(text: string): string | undefined {
  const [, authority] = /^postgres(?:ql)?:\/\/(?=\S+$)([^/?#]*)/.exec(text) ?? []
  if (authority === undefined) return 'must be the address of a PostgreSQL, such as postgresql://user:password@localhost:5432/tessera'
  if (authority.slice(authority.lastIndexOf('@') + 1).includes(',')) {
    return 'names several hosts, and can have one: an address that leads to the primary, such as that of a pooler or a balancer'
  }
  // Without a host, as for a Unix socket that is named behind the “?”, it is no URL.
  const address = [text, text.replace('@/', '@localhost/')].find((each) => URL.canParse(each))
  if (!address || text.includes('#')) {
    return 'cannot be read. In a user or password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % as %25'
  }
  const { hostname, searchParams } = new URL(address)
  const host = (searchParams.get('host') ?? hostname).replace(/^\[|\]$/g, '')
  if (isIP(host) && !isLoopback(host) && comparesNames(searchParams)) {
    return `has no name as its host, but ${host}, and over TLS needs the one that the server’s certificate has. A line of /etc/hosts makes one, or sslmode=verify-ca&uselibpqcompat=true asks for the CA alone`
  }
  const schema = searchParams.get('schema')
  if (schema === null || schema === 'public') return undefined
  return `has schema=${schema} behind its “?”, which nobody reads: leave it out. The tables are in public, or where ALTER ROLE … SET search_path says`
}

/** Whether the certificate has to name the host, by what `pg` makes of the modes. It would compare any IP address as “localhost”. */
function comparesNames(parameters: URLSearchParams): boolean {
  const mode = parameters.get('sslmode')
  if (parameters.get('uselibpqcompat') === 'true') return mode === 'verify-full'
  return mode !== null && mode !== 'disable' && mode !== 'no-verify'
}

const isLoopback = (host: string) => host.startsWith('127.') || host === '::1'
