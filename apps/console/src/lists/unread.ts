/** The query of an address, as Next gives it to a page. */
export type Address = Readonly<Record<string, string | string[] | undefined>>

/**
 * What an address has that is no part of the search as it was read: names that the list does not know, values that cannot be read, and
 * what is given twice. A list leaves it out and says so; nothing that ends sessions may.
 */
export function unreadIn(address: Address, search: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(address)
    .filter(([name, value]) => Array.isArray(value) || (value && (search[name] ?? null) === null))
    .map(([name, value]) => `${name}=${String(value)}`)
}
