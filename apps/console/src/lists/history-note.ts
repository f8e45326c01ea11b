/** Notes something at the present entry of the browser's history, beside what the router keeps there. It stays through reloads, and for whoever comes back. */
export function noteInHistory(name: string, value: unknown): void {
  history.replaceState({ ...(history.state as object | null), [name]: value }, '')
}

export function notedInHistory(name: string): unknown {
  return (history.state as Readonly<Record<string, unknown>> | null)?.[name]
}
