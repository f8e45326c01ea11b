import type { Route } from '@tessera/contract'

type Schema = NonNullable<Route['responses'][number]>
type Path = readonly PropertyKey[]
type Read = ReturnType<Schema['safeParse']>

/**
 * Reads what a newer server may have written. It can know roles, kinds of events, problem codes and so on that this version does not:
 * such a value of a closed list comes through as it is, whatever its type says, and the rest is read as ever. So a switch over one needs a
 * default.
 *
 * One list is an exception: a token of a type that the client does not understand must not be used (RFC 6749 §7.1).
 */
export function readLeniently(schema: Schema, json: unknown): Read {
  const read = schema.safeParse(json)
  if (read.success) return read
  const unknown: { readonly path: Path; readonly value: string; readonly known: unknown }[] = []
  for (const issue of read.error.issues) {
    const value = issue.path.reduce(step, json)
    if (issue.code !== 'invalid_value' || issue.values.length < 2 || typeof value !== 'string') return read
    if (issue.path.at(-1) === 'token_type') return read
    unknown.push({ path: issue.path, value, known: issue.values[0] })
  }
  const asKnown = structuredClone(json)
  for (const { path, known } of unknown) put(asKnown, path, known)
  const again = schema.safeParse(asKnown)
  if (!again.success) return read
  for (const { path, value } of unknown) put(again.data, path, value)
  return again
}

function put(whole: unknown, path: Path, value: unknown): void {
  const parent = path.slice(0, -1).reduce(step, whole) as Record<PropertyKey, unknown>
  parent[path.at(-1)!] = value
}

function step(part: unknown, key: PropertyKey): unknown {
  return (part as Record<PropertyKey, unknown> | null)?.[key]
}
