import * as z from 'zod'
import { textPatterns } from './text.js'

export type JsonSchema = z.core.JSONSchema.BaseSchema

/** Converts schemas to JSON Schema 2020-12, as OpenAPI 3.1 has it, and collects the ones with an id as components. */
export interface JsonSchemas {
  /** A body that we are given. */
  given(schema: z.ZodType): JsonSchema
  /** A body that we answer. */
  answered(schema: z.ZodType): JsonSchema
  /** By id, in the order of the alphabet. */
  components(): Record<string, JsonSchema>
}

export function jsonSchemas(): JsonSchemas {
  const found = new Map<string, JsonSchema>()

  function convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    // As a property: a schema with an id of its own becomes a reference, too.
    const { properties, $defs } = z.toJSONSchema(z.object({ schema }), { io, override: io === 'output' ? printAnswered : printGiven })
    for (const [id, component] of Object.entries($defs ?? {})) add(id, pointToComponents(component))
    return pointToComponents(properties!.schema as JsonSchema)
  }

  function add(id: string, component: JsonSchema): void {
    const before = found.get(id)
    if (before && JSON.stringify(before) !== JSON.stringify(component)) throw new Error(`Two schemas have the id ${id}`)
    found.set(id, component)
  }

  return {
    given: (schema) => convert(schema, 'input'),
    answered: (schema) => convert(schema, 'output'),
    components: () => Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

type Printing = { readonly jsonSchema: JsonSchema }

/** Leaves out what is said elsewhere: by the format, at the top of the document, or by being JSON. */
function printGiven({ jsonSchema }: Printing): void {
  const { allOf, format, minimum, maximum } = jsonSchema
  const own = allOf?.filter(({ pattern }) => !textPatterns.has(pattern ?? ''))
  if (own?.length === 0) delete jsonSchema.allOf
  else if (own) jsonSchema.allOf = own
  if (format !== undefined) delete jsonSchema.pattern
  if (minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

function printAnswered(printing: Printing): void {
  printGiven(printing)
  // A newer API may answer more fields than this document knows.
  delete printing.jsonSchema.additionalProperties
}

function pointToComponents<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as T
}
