import type { FieldFault } from '@tessera/contract'

/** A query string, read; `faults` when it has a field twice, bytes that are not UTF-8, or more fields than any call takes. */
export interface Query {
  readonly fields: Readonly<Record<string, string>>
  readonly faults: readonly FieldFault[]
}

/** Several times what the widest call takes. To read all the fields that fit into a body would keep everybody else waiting. */
const mostFields = 100

const noQuery: Query = { fields: Object.freeze(Object.create(null) as Query['fields']), faults: [] }

/** Reads a query string as HTML forms write it. Never throws: what is wrong is answered by the route, as every other fault is. */
export function readQuery(text: string): Query {
  if (text === '') return noQuery
  // Without a prototype, `__proto__` is a name like any other.
  const fields: Record<string, string> = Object.create(null)
  const faults: FieldFault[] = []
  const pairs = text.split('&', mostFields + 1)
  if (pairs.length > mostFields) return { fields, faults: [{ field: 'query', fault: `must have at most ${mostFields} fields` }] }
  const refuse = (field: string, fault: string) => {
    if (!faults.some((named) => named.field === field)) faults.push({ field, fault })
  }
  for (const pair of pairs) {
    if (pair === '') continue
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? []
    try {
      const field = decode(name)
      if (field in fields) refuse(`query.${field.slice(0, 64)}`, 'must be given once')
      fields[field] = decode(value)
    } catch {
      refuse('query', 'must be percent-encoded UTF-8')
    }
  }
  return { fields, faults }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
