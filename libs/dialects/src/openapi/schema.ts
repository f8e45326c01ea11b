/** As much of JSON Schema 2020-12 as an example shows. */
export interface JsonSchema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null'
  readonly format?: 'date-time'
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly JsonSchema[]
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/

/** The schema of an example: its fields, all of them required, and their types. A list is one of things like its entries. */
export function schemaOf(example: unknown): JsonSchema {
  if (example === null) return { type: 'null' }
  if (Array.isArray(example)) return { type: 'array', items: schemaOfAny(example) }
  if (typeof example === 'object') {
    const properties = Object.entries(example).map(([name, value]) => [name, schemaOf(value)])
    return { type: 'object', properties: Object.fromEntries(properties), required: Object.keys(example) }
  }
  if (typeof example === 'string') return time.test(example) ? { type: 'string', format: 'date-time' } : { type: 'string' }
  return { type: typeof example === 'boolean' ? 'boolean' : Number.isInteger(example) ? 'integer' : 'number' }
}

/** The schema of everything that looks like one of the examples. */
export function schemaOfAny(examples: readonly unknown[]): JsonSchema {
  const different = new Map(examples.map(schemaOf).map((schema) => [JSON.stringify(schema), schema]))
  const [first = {}, ...others] = different.values()
  return others.length === 0 ? first : { anyOf: [first, ...others] }
}
