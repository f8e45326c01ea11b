const nameOf = (page: string) => `tessera-search:${page}`

/** Forgets what this tab knows of somebody's searches and selections: the next one here may be somebody else. */
export function forgetTab(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith('tessera-')) sessionStorage.removeItem(name)
}

/** Remembers what a list was searched for, in this tab. */
export function rememberSearch(page: string, search: string): void {
  sessionStorage.setItem(nameOf(page), search)
}

export function lastSearch(page: string): string {
  return sessionStorage.getItem(nameOf(page)) ?? ''
}
