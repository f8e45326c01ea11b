import { formOf, jsonOf, type Media, type Operation, type Schema } from './document.js'

/** A line to paste into a shell, with the values that a reader must put in as `$VARIABLES`. */
export function curlOf(server: string, method: string, path: string, operation: Operation): string {
  const address = `"${server}${path.replace(/\{(\w+)\}/g, (_, name: string) => variable(name))}${queryOf(operation)}"`
  const call = method === 'get' ? `curl ${address}` : `curl -X ${method.toUpperCase()} ${address}`
  return [call, ...credentialsOf(operation), ...headersOf(operation), ...bodyOf(operation)].join(' \\\n  ')
}

function queryOf({ parameters = [] }: Operation): string {
  const required = parameters.filter((parameter) => parameter.in === 'query' && parameter.required)
  return required.map(({ name }, index) => `${index === 0 ? '?' : '&'}${name}=${variable(name)}`).join('')
}

/** The first way to authenticate of those that there are. */
function credentialsOf({ security: [first = {}] = [] }: Operation): readonly string[] {
  if ('accessToken' in first) return ['-H "Authorization: Bearer $ACCESS_TOKEN"']
  if ('apiKey' in first) return ['-H "x-api-key: $API_KEY"']
  return 'clientBasic' in first ? ['-u "$CLIENT_ID:$CLIENT_SECRET"'] : []
}

function headersOf({ parameters = [] }: Operation): readonly string[] {
  const required = parameters.filter((parameter) => parameter.in === 'header' && parameter.required)
  return required.map(({ name }) => `-H "${name}: ${variable(name)}"`)
}

function bodyOf({ requestBody }: Operation): readonly string[] {
  if (requestBody?.required === false) return []
  const json = jsonOf(requestBody?.content)
  if (json) return ['-H "Content-Type: application/json"', `-d "${JSON.stringify(fieldsOf(json)).replaceAll('"', '\\"')}"`]
  const form = formOf(requestBody?.content)
  return form ? Object.entries(fieldsOf(form)).map(([name, value]) => `--data-urlencode "${name}=${String(value)}"`) : []
}

/** The fields of the example, or else the required ones; where there is none, the first: such a body must say something. */
function fieldsOf({ schema, example = schema.examples?.[0] }: Media): Readonly<Record<string, unknown>> {
  const { properties = {}, required = [], oneOf: [choice] = [] } = schema
  const owed = [...required, ...(choice?.required ?? [])]
  const names = example !== undefined ? Object.keys(example as object) : owed.length > 0 ? owed : Object.keys(properties).slice(0, 1)
  return Object.fromEntries(names.map((name) => [name, valueOf(name, properties[name])]))
}

/** An example, or the first word that it may be; a list has one of these. */
function valueOf(name: string, { examples, enum: words, items }: Schema = {}): unknown {
  return examples?.[0] ?? words?.[0] ?? (items ? [valueOf(name, items)] : variable(name))
}

/** `refreshToken` is `$REFRESH_TOKEN` in a shell. */
function variable(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('-', '_')
  return `$${words.toUpperCase()}`
}
