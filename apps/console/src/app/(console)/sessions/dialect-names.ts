/** The formats that come with the server, by the names that the API knows them by. One may speak others besides. */
export const dialects = [
  ['tessera', 'Tessera’s own'],
  ['talkstack', 'Talkstack'],
  ['xerial', 'Xerial'],
  ['freddy', 'Freddy'],
  ['genlogs', 'GenLogs'],
] as const

export function dialectName(id: string | null): string {
  return dialects.find(([known]) => known === (id ?? 'tessera'))?.[1] ?? String(id)
}
