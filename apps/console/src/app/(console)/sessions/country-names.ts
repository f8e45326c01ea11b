const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** What the library names besides countries and territories: unions, and codes for trying things out. */
const others = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'])

/** A country's name in English; its code where it has none. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (english.of(code) ?? code) : code
}

/** Every country by its code (ISO 3166-1 alpha-2), in the order of their names. Codes that were replaced by others are left out. */
export function countries(): readonly (readonly [code: string, name: string])[] {
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  return codes
    .filter((code) => !others.has(code) && english.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code)
    .map((code) => [code, countryName(code)] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, 'en'))
}
