/** How many entries can be selected one by one. Beyond it, there is the search itself. */
export const selectionCap = 1_000

/** What is selected of a list: these entries, or all that its search finds. */
export interface Selected {
  readonly ids: ReadonlySet<string>
  readonly all: boolean
  /** Whether something was left out because there were too many. */
  readonly full: boolean
}

export const nothing: Selected = { ids: new Set(), all: false, full: false }

/** Puts entries on or off. Whoever takes one off after having selected all means these: all that are known, without it. */
export function put({ ids }: Selected, changed: readonly string[], on: boolean): Selected {
  const next = new Set(ids)
  for (const id of changed) if (!on) next.delete(id)
  const missing = on ? changed.filter((id) => !next.has(id)) : []
  for (const id of missing.slice(0, Math.max(0, selectionCap - next.size))) next.add(id)
  return { ids: next, all: false, full: missing.some((id) => !next.has(id)) }
}

/** Without what can be selected no more. All that a search finds stay all. */
export function without(selected: Selected, gone: readonly string[]): Selected {
  if (!gone.some((id) => selected.ids.has(id))) return selected
  return { ...selected, ids: new Set([...selected.ids].filter((id) => !gone.includes(id))), full: false }
}

/** The entries of a page between two of them, both included, whichever comes first. An unknown beginning is the end itself. */
export function between(page: readonly string[], from: string | null, to: string): readonly string[] {
  const [one, other] = [from === null ? -1 : page.indexOf(from), page.indexOf(to)]
  return one < 0 ? [to] : page.slice(Math.min(one, other), Math.max(one, other) + 1)
}
