/** What a JSON schema of the OpenAPI document says of one field: what these tests read of it. */
export interface FieldSchema {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly FieldSchema[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly examples?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: FieldSchema
  readonly properties?: Readonly<Record<string, FieldSchema>>
  /** Where the document has it: `#/components/schemas/…`. */
  readonly $ref?: string
}

export interface BodySchema {
  readonly properties: Readonly<Record<string, FieldSchema>>
  readonly required?: readonly string[]
}

/** A value that a field must refuse, and what is wrong with it. */
export type BadValue = readonly [what: string, value: unknown]

/** Every kind of value that a field of a body must refuse, read from its schema. */
export function badValuesFor(schema: FieldSchema): BadValue[] {
  const [nullable, ...others] = schema.anyOf?.filter(({ type }) => type !== 'null') ?? []
  if (nullable && others.length === 0) return badValuesFor(nullable).filter(([, value]) => value !== null)
  switch (schema.type) {
    case 'string':
      return [...wrongTypes(['x'], 7), ...badTextsFor(schema), ['half a surrogate pair', 'ab\ud800cd'], ['the other half', 'ab\udc00cd']]
    case 'integer':
      return [...wrongTypes([1], '7'), ['a fraction', 1.5], ...badNumbersFor(schema)]
    case 'boolean':
      return [...wrongTypes([true], 'true'), ['a number', 1]]
    case 'array':
      return [...badArraysFor(schema)]
    case 'object':
      return [...wrongTypes([{}], 'x'), ...badObjectsFor(schema)]
    default:
      throw new Error(`a schema that these tests do not know: ${JSON.stringify(schema)}`)
  }
}

/** The same for a field of the query, where everything is text. */
export function badQueriesFor(schema: FieldSchema): BadValue[] {
  if (schema.anyOf) return badTextsFor({ type: 'string', format: 'an address', minLength: 1 })
  if (schema.type !== 'integer') return badTextsFor(schema)
  return [['no number', 'x'], ['nothing', ''], ['a fraction', '1.5'], ['NUL', '\u0000'], ...badNumbersFor(schema)]
}

function badTextsFor({ format, enum: words, minLength, maxLength, pattern }: FieldSchema): BadValue[] {
  const texts: BadValue[] = [['NUL', 'ab\u0000cd']]
  if ((minLength ?? 0) > 0 || format !== undefined || words) texts.push(['nothing', ''])
  if (minLength !== undefined && minLength > 1) texts.push(['too short', 'x'.repeat(minLength - 1)])
  if (maxLength !== undefined) texts.push(['too long', 'x'.repeat(maxLength + 1)])
  if (format !== undefined) texts.push([`no ${format}`, 'x'], [`almost a ${format}`, '00000000-0000-0000-0000-00000000000g'])
  if (pattern !== undefined) texts.push(['nothing', ''], ['a space', ' '])
  if (words) texts.push(['no such word', 'x'], ['a word in other letters', words[0]?.toUpperCase()])
  return texts
}

function badNumbersFor({ minimum, maximum }: FieldSchema): BadValue[] {
  const numbers: BadValue[] = [['too large for anything', 1e21]]
  if (minimum !== undefined) numbers.push(['too small', minimum - 1], ['negative', -1])
  if (maximum !== undefined) numbers.push(['too large', maximum + 1])
  return numbers
}

function badArraysFor({ items, minItems = 0, maxItems = Infinity }: FieldSchema): BadValue[] {
  const [good] = items?.enum ?? items?.examples ?? ['x']
  const bad = badValuesFor(items ?? {}).map(([what, value]): BadValue => [`an entry: ${what}`, [good, value]])
  const none: BadValue[] = minItems > 0 ? [['none', []]] : []
  return [...wrongTypes({ 0: good }, good), ...bad, ...none, ['too many', Array(maxItems + 1).fill(good)]]
}

/** What stands in an address as well, as the filters of a list do, may be written there as text. */
function badObjectsFor({ properties = {} }: FieldSchema): BadValue[] {
  const bad = Object.entries(properties).flatMap(([name, field]) => {
    const values: BadValue[] = [['null', null], ['a container', [{}]], ...badQueriesFor(field)]
    return values.map(([what, value]): BadValue => [`${name}: ${what}`, { [name]: value }])
  })
  return [...bad, ['an unknown field', { colour: 'red' }]]
}

function wrongTypes(container: unknown, other: unknown): BadValue[] {
  return [
    ['null', null],
    ['another type', other],
    ['a container', container],
    ['an object with a method’s name', { toString: 'x', valueOf: 7 }],
  ]
}
