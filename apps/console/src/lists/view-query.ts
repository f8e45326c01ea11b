/** A search as a saved view keeps it: in one order, without the place in it and without blanks. Two addresses of one search are the same then. */
export function viewQuery(search: Iterable<readonly [string, string]>): string {
  const given = [...search].filter(([name, value]) => name !== 'after' && name !== 'event' && value !== '')
  return new URLSearchParams(given.map(([name, value]) => [name, value]).sort() as [string, string][]).toString()
}
