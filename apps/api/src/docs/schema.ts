import type { Parameter, Schema } from './document.js'
import { type Html, html, prose } from './html.js'

interface Field {
  readonly name: string
  readonly required: boolean
  readonly schema: Schema
}

/** A table of an object's fields; or, for another schema, its type. */
export function schemaFields(schema: Schema): Html {
  const { properties, required: always = [], anyOf = [] } = schema
  // Of some fields one is enough: each says so, and none of them is just optional.
  const required = [...always, ...anyOf.flatMap((alternative) => alternative.required ?? [])]
  if (!properties) return html`<p>${typeOf(schema)}</p>`
  return fieldTable(Object.entries(properties).map(([name, field]) => ({ name, required: required.includes(name), schema: field })))
}

/** A table of an operation's parameters. */
export function parameterFields(parameters: readonly Parameter[]): Html {
  return fieldTable(
    parameters.map(({ name, required = false, description, schema }) => ({
      name,
      required,
      schema: description === undefined ? schema : { ...schema, description },
    })),
  )
}

function fieldTable(fields: readonly Field[]): Html {
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">What it is</th>
        </tr>
      </thead>
      <tbody>
        ${fields.map(
          ({ name, required, schema }) =>
            html`<tr>
              <td><code>${name}</code>${!required && html` <small>optional</small>`}</td>
              <td>${typeOf(schema)}</td>
              <td>${prose(schema.description ?? '')}${boundsOf(schema)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** A schema in a few words, with a link where it has a name. */
export function typeOf(schema: Schema): Html {
  const { $ref, anyOf, items, type, format, enum: words, const: only, properties } = schema
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf('/') + 1)
    return html`<a href="#schema-${name}">${name}</a>`
  }
  if (anyOf) return html`${anyOf.map((one, index) => html`${index > 0 && ' or '}${typeOf(one)}`)}`
  if (words) return html`${words.map((word, index) => html`${index > 0 && ', '}<code>${String(word)}</code>`)}`
  if (only !== undefined) return html`<code>${String(only)}</code>`
  if (items) return html`list of ${typeOf(items)}`
  if (properties) return html`{ ${Object.keys(properties).join(', ')} }`
  return html`${[type ?? 'any'].flat().join(' or ')}${format !== undefined && ` (${format})`}`
}

function boundsOf({ type, minimum, maximum, minLength = 0, maxLength }: Schema): Html {
  const words: string[] = []
  if (type === 'integer' && minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) {
    words.push(`From ${minimum} to ${maximum}.`)
  }
  if (maxLength !== undefined) words.push(minLength > 1 ? `${minLength} to ${maxLength} characters.` : `At most ${maxLength} characters.`)
  return html`${words.length > 0 && html` <small>${words.join(' ')}</small>`}`
}
