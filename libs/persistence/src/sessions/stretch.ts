/** What a stretch has that matches, and its end, as one statement saw them: null where no candidate lies beyond, or where nobody asked. */
export interface ReadStretch<T> {
  readonly rows: readonly T[]
  readonly end: string | null
}

/** A row of it; without a session where none matched. */
export type RowOfStretch<T extends { readonly id: string }> = { readonly stretchEnd: string | null } & (T | { readonly id: null })

/** SQL of the rows of `page`, each with the end of the stretch where that is wanted: it costs a look at every candidate. */
export const withEnd = (page: string, isWanted: string, end: string) =>
  `SELECT z."stretchEnd", p.* FROM (SELECT CASE WHEN ${isWanted} THEN ${end} END AS "stretchEnd") z LEFT JOIN ${page} p ON true ORDER BY p.id DESC`

export function stretchOf<T extends { readonly id: string }>({ rows }: { readonly rows: readonly RowOfStretch<T>[] }): ReadStretch<T> {
  const found: T[] = []
  for (const { stretchEnd: _, ...row } of rows) if (row.id !== null) found.push(row as unknown as T)
  return { rows: found, end: rows[0]?.stretchEnd ?? null }
}
