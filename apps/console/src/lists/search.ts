/** How many entries a page asks for. A shorter one that has a next was cut off by the search’s own limit: it goes in steps. */
export const pageSize = 50

type Search = Readonly<Record<string, unknown>>

/** A search as the API takes it: blanks left out, times in its format. */
export function queryOf<Query>(search: Search): Query {
  const given = Object.entries(search).map(([name, value]) => {
    if (value instanceof Date) return [name, value.toISOString()]
    return [name, typeof value === 'string' ? value.trim() : value]
  })
  return Object.fromEntries(given.filter(([, value]) => value)) as Query
}

/** Whether anything narrows the list; a later page of everything is still everything. */
export function isNarrowed({ after: _page, ...search }: Search): boolean {
  return Object.values(search).some((value) => value !== null && value !== '')
}
