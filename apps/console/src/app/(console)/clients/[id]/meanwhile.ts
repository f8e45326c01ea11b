/** The fields in which two states of a client differ. */
export function differing<State extends object>(
  one: State,
  other: Readonly<Record<keyof State, unknown>>,
): readonly (keyof State & string)[] {
  const names = Object.keys(one) as (keyof State & string)[]
  return names.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
}

/** What stood in the form's hidden field; null for what is none of ours. */
export function readSeen(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const seen: unknown = JSON.parse(text)
    return typeof seen === 'object' && seen !== null ? (seen as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}

/** Words for a few fields: “the idle timeout and the scope”. */
export function fieldsInWords(fields: readonly string[]): string {
  const words = fields.map((field) => `the ${field.replaceAll('_', ' ')}`)
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
