import { jsonOf, type Operation, type Schema } from './document.js'

/** A line to paste into a shell, with the values that a reader must put in as `$VARIABLES`. */
export function curlOf(server: string, method: string, path: string, operation: Operation): string {
  const address = `"${server}${path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)}"`
  const parts = [method === 'get' ? `curl ${address}` : `curl -X ${method.toUpperCase()} ${address}`]
  if (operation.security && operation.security.length > 0) parts.push('-H "Authorization: Bearer $ACCESS_TOKEN"')
  const body = jsonOf(operation.requestBody?.content)
  if (body) parts.push('-H "Content-Type: application/json"', `-d "${JSON.stringify(exampleOf(body)).replaceAll('"', '\\"')}"`)
  return parts.join(' \\\n  ')
}

function exampleOf({ properties = {}, required = [] }: Schema): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, properties[name]?.examples?.[0] ?? `$${name.toUpperCase()}`]))
}
