/** What a client may rely on in a printed example: each field's name, its type, and the form of a time. */
export type Shape = string | { readonly [field: string]: Shape } | readonly Shape[]

export function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]))
  }
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) ? 'time with milliseconds and Z' : 'string'
  return Number.isInteger(value) ? 'integer' : typeof value
}

/** Every name that a body has at any depth. */
export function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [...(Array.isArray(value) ? [] : [name]), ...namesIn(inner)])
}
