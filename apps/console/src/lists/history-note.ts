/**
 * Notes something at the present entry of the browser's history. It stays in this tab through reloads, and for whoever comes back; in the entry's own state
 * it would not, which the router writes anew at each refresh. Where a browser cannot tell its entries apart nothing is noted.
 */
export function noteInHistory(name: string, value: unknown): void {
  const place = placeOf(name)
  if (place !== undefined) sessionStorage.setItem(place, JSON.stringify(value))
}

export function notedInHistory(name: string): unknown {
  const place = placeOf(name)
  return place === undefined ? null : JSON.parse(sessionStorage.getItem(place) ?? 'null')
}

function placeOf(name: string): string | undefined {
  const key = window.navigation?.currentEntry?.key
  return key === undefined ? undefined : `tessera-${name}:${key}`
}
