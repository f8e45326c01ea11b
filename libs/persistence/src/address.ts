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
  const schema = new URL(address).searchParams.get('schema')
  if (schema === null || schema === 'public') return undefined
  return `has schema=${schema} behind its “?”, which nobody reads: leave it out. The tables are in public, or where ALTER ROLE … SET search_path says`
}
