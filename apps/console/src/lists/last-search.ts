const nameOf = (page: string) => `tessera-search:${page}`

/** Remembers what a list was searched for, in this tab. */
export function rememberSearch(page: string, search: string): void {
  sessionStorage.setItem(nameOf(page), search)
}

export function lastSearch(page: string): string {
  return sessionStorage.getItem(nameOf(page)) ?? ''
}
