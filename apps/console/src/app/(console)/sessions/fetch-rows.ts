import type { AdminSession, AdminSessionPage } from '@tessera/contract'

/** A search as the API takes it, without a place in it. */
export type RowQuery = Readonly<Record<string, string | number>>

/** Asks for rows beside those that are shown; null when there is no answer. */
export async function fetchRows(query: RowQuery, limit = 100): Promise<AdminSessionPage | null> {
  const search = new URLSearchParams(Object.entries({ ...query, limit }).map(([name, value]) => [name, String(value)]))
  const response = await fetch(`/sessions/rows?${search}`, { headers: { accept: 'application/json' } }).catch(() => null)
  if (!response?.ok) return null
  return (await response.json()) as AdminSessionPage
}

/** What became of rows that are shown: as many as can be found again in three answers. One that ended is found whatever state was searched for. */
export async function fetchAgain(shown: readonly AdminSession[], query: RowQuery): Promise<readonly AdminSession[]> {
  const [newest, oldest] = [shown[0], shown.at(-1)]
  if (!newest || !oldest) return []
  const { state: _state, reason: _reason, ended_after: _after, ended_before: _before, ...others } = query
  const range = { started_after: oldest.started_at, started_before: new Date(Date.parse(newest.started_at) + 1).toISOString() }
  const found: AdminSession[] = []
  for (let after: string | null | undefined, calls = 0; calls < 3 && after !== null; calls++) {
    const page: AdminSessionPage | null = await fetchRows({ ...others, ...range, ...(after && { after }) })
    if (!page) break
    found.push(...page.items)
    after = page.next
  }
  return found
}
